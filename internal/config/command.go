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
	Schema  = "schema"
	Version = "version"
	Help    = "help"
)

type commandHelp struct{ name, arguments, meaning string }

var commands = []commandHelp{
	{Serve, "", "serve GraphQL; what gramql does without a command"},
	{Explain, "'<operation>' [-variables JSON]", "print the Graph API calls that the operation would make, without making them"},
	{Schema, "", "print the schema (SDL)"},
	{Version, "", "print the version"},
	{Help, "", "print this text, as -h does"},
}

// variablesFlag belongs to the command explain alone and is therefore no
// setting.
const variablesFlag = "variables"

// Command is what the program is to do.
type Command struct {
	Name      string // Serve, Explain, Schema, Version or Help
	Operation string // the GraphQL document that Explain is about
	Variables []byte // its variables, a JSON object; nil: none
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
	return command.withVariables(l.given)
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
