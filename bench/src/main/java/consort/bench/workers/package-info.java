/// How many workers a coordinator holds, and what their messages and their coming take from it.
package consort.bench.workers;
