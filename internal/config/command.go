package config

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Names of the commands.
const (
	Serve   = "serve"
	Explain = "explain"
	Check   = "check"
	Schema  = "schema"
	Version = "version"
	Help    = "help"
)

type commandHelp struct{ name, arguments, meaning string }

var commands = []commandHelp{
	{Serve, "", "serve GraphQL; what gramql does without a command"},
	{Explain, "'<operation>' [-variables JSON]", "print the Graph API calls that the operation would make, without making them"},
	{Check, "[-max-calls N]", "print the most Graph API calls that each of the -trusted-documents can take; fail where they are more than N"},
	{Schema, "", "print the schema (SDL)"},
	{Version, "", "print the version"},
	{Help, "", "print this text, as -h does"},
}

// These belong to one command alone, explain and check, and are therefore no
// settings.
const (
	variablesFlag = "variables"
	maxCallsFlag  = "max-calls"
)

// Command is what the program is to do.
type Command struct {
	Name      string // Serve, Explain, Check, Schema, Version or Help
	Operation string // the GraphQL document that Explain is about
	Variables []byte // its variables, a JSON object; nil: none
	MaxCalls  int    // the most calls that Check lets a document take; 0: any number
}

// command checks the words and gives them their meaning.
func (l line) command() (Command, error) {
	command := Command{Name: Serve}
	arguments := l.words
	if len(arguments) > 0 {
		command.Name, arguments = arguments[0], arguments[1:]
	}
	// A stray word may be a secret that was meant for a flag: no error repeats it.
	if !slices.ContainsFunc(commands, func(c commandHelp) bool { return c.name == command.Name }) {
		return Command{}, &Error{Reason: "unknown command; write one of " + commandNames()}
	}
	if command.Name == Explain {
		if len(arguments) != 1 || strings.TrimSpace(arguments[0]) == "" {
			return Command{}, &Error{Reason: "explain takes one argument: gramql explain '{ me { username } }'"}
		}
		command.Operation, arguments = arguments[0], nil
	}
	if len(arguments) > 0 {
		return Command{}, &Error{Reason: command.Name + " takes no argument; gramql -h lists commands and flags"}
	}
	command, err := command.withVariables(l.given)
	if err != nil {
		return Command{}, err
	}
	return command.withMaxCalls(l.given)
}

// withMaxCalls adds the flag -max-calls, where it is given.
func (c Command) withMaxCalls(given map[string]string) (Command, error) {
	text, ok := given[maxCallsFlag]
	if !ok {
		return c, nil
	}
	if c.Name != Check {
		return Command{}, &Error{Source: "-" + maxCallsFlag, Reason: "belongs to gramql check alone"}
	}
	var err error
	if c.MaxCalls, err = parseLimit(text); err != nil {
		return Command{}, &Error{Source: "-" + maxCallsFlag, Reason: err.Error()}
	}
	return c, nil
}

// withVariables adds the flag -variables, where it is given.
func (c Command) withVariables(given map[string]string) (Command, error) {
	text, ok := given[variablesFlag]
	if !ok {
		return c, nil
	}
	if c.Name != Explain {
		return Command{}, &Error{Source: "-" + variablesFlag, Reason: "belongs to gramql explain alone"}
	}
	variables := jsontext.Value(text)
	if variables.Kind() != '{' || !variables.IsValid() {
		return Command{}, &Error{Source: "-" + variablesFlag, Reason: `write a JSON object, such as '{"first": 3}'`}
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
