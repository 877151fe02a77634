// Package publish posts, once and for certain: what publishMedia accepts is published, or
// says why it is not, whatever crashes meanwhile.
//
// A publication is a row, and the row alone says what is next. Before each call that
// cannot be undone the row says that the call is about to be made, and after it what came
// of it; a call that was about to be made, and of which nothing is known, is settled by
// reading what the Graph API shows.
//
//	service.go  accepts posts
//	read.go     shows publications, and cancels them
//	worker.go   does what is next for a publication
//	token.go    with which token
//	graph.go    the calls
//	account.go  whose token it is, and whether its account may publish
//	store.go    what is kept
package publish
