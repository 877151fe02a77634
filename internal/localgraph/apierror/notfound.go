package apierror

import "net/http"

// TooManyHashtags refuses a hashtag beyond those that an account may search.
func TooManyHashtags() *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 18, Subcode: 2207034, Message: "You have reached the maximum number of hashtags", prefixed: true, lasting: true,
		UserTitle: "Max number of hashtags reached", UserText: "You have searched 30 unique hashtags within the last 7 days.",
	}
}

// UnknownHashtag says that no media has a hashtag, or that Meta does not show it.
func UnknownHashtag() *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 24, Subcode: 2207024, Message: "The requested resource does not exist", prefixed: true, lasting: true,
		UserTitle: "The hashtag does not exist", UserText: "The hashtag you entered is incorrect.",
	}
}

// LostVideo refuses a call about a video that Meta has lost.
func LostVideo() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 9005, Message: "Video content was not found", prefixed: true}
}

// UnknownMedia says that there is no media at an address.
func UnknownMedia() *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 24, Subcode: 2207006, Message: "The requested resource does not exist", prefixed: true, lasting: true,
		UserTitle: "Media not found", UserText: "The media you asked for does not exist, or you are not permitted to view it.",
	}
}
