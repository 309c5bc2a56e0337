/// What must hold whatever happens, checked from outside: by what the coordinator promised, never by what it remembers.
package consort.simulator.check;
