package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
)

// written makes the write of a mutation.
func written(ctx context.Context) (*model.Payload, error) {
	l, root, err := plannedRoot(ctx)
	if err != nil {
		return nil, err
	}
	done, err := l.Write(root.Write)
	if err != nil {
		return nil, err
	}
	return &model.Payload{Written: done}, nil
}

// payloadNode resolves a field of a payload that is a node.
func payloadNode[T any](ctx context.Context, of *model.Payload) (*T, error) {
	return modelOf[T](of.Node(fieldName(ctx)))
}

// payloadAny resolves a field of a payload that is a node of any type.
func payloadAny(ctx context.Context, of *model.Payload) (model.Node, error) {
	e, err := of.Node(fieldName(ctx))
	if e == nil || err != nil {
		return nil, err
	}
	return any(e).(model.Node), nil
}

// payloadEdge resolves a field of a payload that is the edge of a new node.
func payloadEdge[T any](ctx context.Context, of *model.Payload) (*model.Edge[T], error) {
	node, err := payloadNode[T](ctx, of)
	if node == nil || err != nil {
		return nil, err
	}
	return &model.Edge[T]{Cursor: of.Cursor(fieldName(ctx)), Node: node}, nil
}

// payloadFound resolves a field of a payload that a field of the account shows.
func payloadFound[T any](ctx context.Context, of *model.Payload) (*T, error) {
	found, err := of.Found(fieldName(ctx))
	value, _ := found.(*T)
	return value, err
}

// payloadValue resolves a field of a payload that is a text, or true or false.
func payloadValue[T any](ctx context.Context, of *model.Payload) (*T, error) {
	value, ok := of.Value(fieldName(ctx)).(T)
	if !ok {
		return nil, nil
	}
	return &value, nil
}

func fieldName(ctx context.Context) string { return graphql.GetFieldContext(ctx).Field.Name }
