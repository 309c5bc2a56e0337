/// A whole consortium to measure: a coordinator in a process of its own, and folders of members that joined it.
package consort.bench.pool;
