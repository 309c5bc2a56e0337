/**
 * What the demo found out: {@linkplain consort.examples.demo.report.Result all figures}, as one screen for people and as
 * {@code result.json} for machines. Pure: what is printed depends on the figures only.
 */
package consort.examples.demo.report;
