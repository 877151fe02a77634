package config

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Names of the commands.
const (
	Serve     = "serve"
	Explain   = "explain"
	Check     = "check"
	Schema    = "schema"
	Reset     = "reset"
	RetireKey = "keys retire"
	AddKey    = "keys add"
	Healthy   = "healthy"
	Doctor    = "doctor"
	Licenses  = "licenses"
	Version   = "version"
	Help      = "help"
)

type commandHelp struct{ name, arguments, meaning string }

var commands = []commandHelp{
	{Serve, "", "serve GraphQL; the default command"},
	{Explain, "'<operation>' [-variables JSON]", "print the Graph API calls that an operation would make, without making them"},
	{Check, "[-max-calls N]", "print the most Graph API calls that each of the -trusted-documents can take; fail if any can take more than N"},
	{Schema, "[-for codegen]", "print the GraphQL schema (SDL); for codegen, also which fields are null with an error only (@semanticNonNull)"},
	{Reset, "", "bring the demo world of the embedded Graph API server back as it was at first, in the folder of -data"},
	{AddKey, "", "put a new key first in the ring of -key-file, which is made if there is none, and print the key's id"},
	{RetireKey, "ID", "take an old key out of the ring of -key-file, unless the -database has tokens that it sealed"},
	{Healthy, "", "ask the program that serves -addr on this machine whether it accepts requests; fail if not: the health check of containers"},
	{Doctor, "", "look at all that the program needs with these settings, from the upstream to each connected account's token, and print a line each with what to do; fail if anything does not work"},
	{Licenses, "", "print the licences of all that the program is made of"},
	{Version, "", "print the version"},
	{Help, "", "print this help, as -h does"},
}

// These flags belong to one command, explain, check and schema, and so are not settings.
const (
	forFlag       = "for"
	variablesFlag = "variables"
	maxCallsFlag  = "max-calls"
)

// Command is what the program is asked to do.
type Command struct {
	Name      string // one of the names above
	Operation string // the GraphQL document to explain
	Key       string // the id of the key to retire
	Variables []byte // its variables, a JSON object; nil: none
	MaxCalls  int    // the most calls that Check allows a document; 0: unlimited
	Codegen   bool   // whether Schema is for generators of code
}

// command reads the command and its arguments.
func (l line) command() (Command, error) {
	command := Command{Name: Serve}
	arguments := l.words
	if len(arguments) > 0 {
		command.Name, arguments = arguments[0], arguments[1:]
	}
	if command.Name == "keys" && len(arguments) > 0 {
		command.Name, arguments = command.Name+" "+arguments[0], arguments[1:]
	}
	// A stray word may be a secret that was meant for a flag, so no error repeats it.
	if !slices.ContainsFunc(commands, func(c commandHelp) bool { return c.name == command.Name }) {
		return Command{}, &Error{Reason: "unknown command; the commands are " + commandNames()}
	}
	if command.Name == Explain {
		if len(arguments) != 1 || strings.TrimSpace(arguments[0]) == "" {
			return Command{}, &Error{Reason: "explain takes one argument: gramql explain '{ me { username } }'"}
		}
		command.Operation, arguments = arguments[0], nil
	}
	if command.Name == RetireKey {
		if len(arguments) != 1 {
			return Command{}, &Error{Reason: "keys retire takes one argument, the id of a key: gramql keys retire 3k7q2x5m"}
		}
		command.Key, arguments = arguments[0], nil
	}
	if len(arguments) > 0 {
		return Command{}, &Error{Reason: command.Name + " takes no arguments; gramql -h lists commands and flags"}
	}
	command, err := command.withVariables(l.given)
	if err != nil {
		return Command{}, err
	}
	if command, err = command.withReader(l.given); err != nil {
		return Command{}, err
	}
	return command.withMaxCalls(l.given)
}

// withReader adds the flag -for if it is given.
func (c Command) withReader(given map[string]string) (Command, error) {
	reader, ok := given[forFlag]
	switch {
	case !ok:
		return c, nil
	case c.Name != Schema:
		return Command{}, &Error{Source: "-" + forFlag, Reason: "is a flag of gramql schema only"}
	case reader != "codegen":
		return Command{}, &Error{Source: "-" + forFlag, Reason: "takes one value: gramql schema -for codegen"}
	}
	c.Codegen = true
	return c, nil
}

// withMaxCalls adds the flag -max-calls if it is given.
func (c Command) withMaxCalls(given map[string]string) (Command, error) {
	text, ok := given[maxCallsFlag]
	if !ok {
		return c, nil
	}
	if c.Name != Check {
		return Command{}, &Error{Source: "-" + maxCallsFlag, Reason: "is a flag of gramql check only"}
	}
	var err error
	if c.MaxCalls, err = parseLimit(text); err != nil {
		return Command{}, &Error{Source: "-" + maxCallsFlag, Reason: err.Error()}
	}
	return c, nil
}

// withVariables adds the flag -variables if it is given.
func (c Command) withVariables(given map[string]string) (Command, error) {
	text, ok := given[variablesFlag]
	if !ok {
		return c, nil
	}
	if c.Name != Explain {
		return Command{}, &Error{Source: "-" + variablesFlag, Reason: "is a flag of gramql explain only"}
	}
	variables := jsontext.Value(text)
	if variables.Kind() != '{' || !variables.IsValid() {
		return Command{}, &Error{Source: "-" + variablesFlag, Reason: `is not a JSON object; write it as '{"first": 3}'`}
	}
	c.Variables = variables
	return c, nil
}

func commandNames() string {
	var names []string
	for _, c := range commands {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

const helpHead = `GramQL serves the Instagram Graph API as GraphQL.

Usage: gramql [command] [flags]

Commands:
`

const helpFlags = `
Flags may come before or after the command. A flag that is not given is read
from its environment variable; if that is not set either, the default applies.
Durations are written as 500ms or 10s, sizes in bytes or as 256KiB or 64MiB.
`

// WriteHelp prints all commands, and all settings with their environment variables
// and defaults.
func WriteHelp(w io.Writer) error {
	var b strings.Builder
	b.WriteString(helpHead)
	for _, c := range commands {
		fmt.Fprintf(&b, "  %s\n", strings.TrimSpace(c.name+" "+c.arguments))
		writeIndented(&b, c.meaning)
	}
	b.WriteString(helpFlags)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n%s:\n", g.title)
		for _, s := range g.settings {
			fallback := s.fallback
			if fallback == "" {
				fallback = "empty"
			}
			fmt.Fprintf(&b, "  -%s, %s (default: %s)\n", s.flag, s.env(), fallback)
			writeIndented(&b, s.meaning)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const (
	helpIndent = "      "
	helpWidth  = 80
)

// writeIndented writes a text in lines of at most helpWidth.
func writeIndented(b *strings.Builder, text string) {
	line := helpIndent
	for _, word := range strings.Fields(text) {
		if line != helpIndent && len(line)+len(" ")+len(word) > helpWidth {
			b.WriteString(line + "\n")
			line = helpIndent
		}
		if line != helpIndent {
			line += " "
		}
		line += word
	}
	b.WriteString(line + "\n")
}
