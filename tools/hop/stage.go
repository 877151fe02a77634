package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stage is the programs that are compared, over one upstream.
type stage struct {
	options
	dir      string
	upstream *upstream
	running  []*process
}

func (s *stage) close() {
	for _, p := range s.running {
		p.kill()
	}
}

// gramqls starts each GramQL for a login type, with a folder of its own.
func (s *stage) gramqls(l login) (all []*process, err error) {
	for i, binary := range strings.Split(s.gramql, ",") {
		p, err := startGramQL(binary, filepath.Join(s.dir, fmt.Sprint(l.name, i)), s.upstream, l)
		if err != nil {
			return nil, err
		}
		s.running = append(s.running, p)
		all = append(all, p)
	}
	return all, nil
}

// ids asks a GramQL for the ids of 50 media.
func (s *stage) ids(ctx context.Context, p *process) ([]string, error) {
	one, err := newClient(ctx, p, idsOf50Media, call{}, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = one.connection.Close() }()
	body, err := one.ask()
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data struct {
			Me struct {
				Media struct{ Nodes []struct{ ID string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		return nil, err
	}
	var ids []string
	for _, node := range answer.Data.Me.Media.Nodes {
		ids = append(ids, node.ID)
	}
	return ids, nil
}

// callOf has GramQL answer a row once, and returns the call that this took.
func (s *stage) callOf(ctx context.Context, p *process, r row) (call, error) {
	s.upstream.take()
	if err := greet(ctx, p, r, call{}, 1); err != nil {
		return call{}, err
	}
	made, last := s.upstream.take()
	if made != 1 {
		return call{}, fmt.Errorf("%s: took %d calls", r.name, made)
	}
	return last, nil
}

// measure returns the CPU time that a program takes for each request of a row.
func (s *stage) measure(ctx context.Context, p *process, r row, c call) (time.Duration, error) {
	if err := greet(ctx, p, r, c, s.connections); err != nil {
		return 0, err
	}
	s.upstream.take()
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	if err := load(ctx, p, r, c, s.requests, s.connections); err != nil {
		return 0, err
	}
	after, err := p.cpu()
	if made, _ := s.upstream.take(); err == nil && made != s.requests {
		err = fmt.Errorf("%s: %d requests took %d calls", r.name, s.requests, made)
	}
	return (after - before) / time.Duration(s.requests), err
}

// measureCPU measures each row with each program, in turn, and prints a table.
func (s *stage) measureCPU(ctx context.Context) error {
	proxy, err := startProxy(s.upstream)
	if err != nil {
		return err
	}
	s.running = append(s.running, proxy)
	programs := map[login][]*process{}
	for _, l := range []login{instagram, facebook} {
		own, err := s.gramqls(l)
		if err != nil {
			return err
		}
		programs[l] = append([]*process{proxy}, own...)
	}
	ids, err := s.ids(ctx, programs[instagram][1])
	if err != nil {
		return err
	}
	rows := rows(ids)
	results := make([]result, len(rows))
	for i, r := range rows {
		results[i].name = r.name
	}
	for range s.rounds {
		for i, r := range rows {
			c, err := s.callOf(ctx, programs[r.login][1], r)
			if err != nil {
				return err
			}
			var round []time.Duration
			for _, p := range programs[r.login] {
				took, err := s.measure(ctx, p, r, c)
				if err != nil {
					return err
				}
				round = append(round, took)
			}
			results[i].rounds = append(results[i].rounds, round)
		}
	}
	return write(os.Stdout, results)
}

// measureMemory measures the peak memory of each GramQL under the load of more and more
// connections, each time from a fresh start, and prints a table.
func (s *stage) measureMemory(ctx context.Context) error {
	feed := rows(nil)[3]
	for _, connections := range []int{16, 64, 512} {
		fresh, err := s.gramqls(feed.login)
		if err != nil {
			return err
		}
		for _, p := range fresh {
			s.upstream.delay.Store(0)
			if err := greet(ctx, p, feed, call{}, connections); err != nil {
				return err
			}
			s.upstream.delay.Store(int64(slow))
			if err := load(ctx, p, feed, call{}, max(s.requests, 4*connections), connections); err != nil {
				return err
			}
			peak, err := p.peak()
			if err != nil {
				return err
			}
			fmt.Printf("%3d connections: %5.1f MiB\n", connections, float64(peak)/(1<<20))
		}
		s.close()
		s.running = nil
	}
	return nil
}
