/**
 * The sum and the rules that sort, beside the same kernel in C, compiled here and called on the same memory, and numpy.
 */
package consort.bench.sum;
