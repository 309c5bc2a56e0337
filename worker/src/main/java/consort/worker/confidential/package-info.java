/**
 * What a worker's entries commit to of its site, without saying it: the machine's name, its devices' identifiers, the size of the data
 * set. The values stay in the folder's {@code confidential/}, in a file for each entry, named by its seq.
 */
package consort.worker.confidential;
