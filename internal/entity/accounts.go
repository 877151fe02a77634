package entity

import (
	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// DecodeAccounts reads the Instagram accounts that a page of Facebook Pages holds in a
// field, without the Pages that have none.
func (m Models) DecodeAccounts(body []byte, field string, wanted *expansion.Expansion) (*Page, error) {
	return m.decodePage(body, func(d decoder) (any, *reader.Misfit, error) { return d.account(m.of(wanted), field, wanted) })
}

// account reads the account in a field of a Facebook Page; nil for a Page that has none. What has
// neither an account nor an id is no Page.
func (d decoder) account(model *shape.Model, field string, wanted *expansion.Expansion) (found any, odd *reader.Misfit, err error) {
	kind, id := d.Kind(), ""
	var beside error
	err = d.Object(func(name string) (err error) {
		switch {
		case name == "id":
			id, err = d.ID()
		case name == errorMember:
			err = d.inside(&beside)
		case name != field:
			err = d.Skip()
		case d.Blank():
			err = d.SkipOdd()
		default:
			found, odd, err = d.item(model, wanted)
		}
		return err
	})
	if odd != nil {
		return found, odd, err
	}
	if err == nil && found == nil && (id == "" || beside != nil) {
		err = reader.NoID.Refused(beside)
	}
	odd, err = reader.Split(err, kind)
	return found, odd, err
}
