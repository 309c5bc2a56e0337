/**
 * Models and updates as content-addressed blobs.
 *
 * <p>A blob is named by the lower-case hex SHA-256 of its bytes. It is either whole and verified, or it is not there:
 * bytes under way stand in a staging area that is emptied at every start. Uploads resume by offset as long as the process
 * lives; after a restart they begin again. Nothing here holds more of a blob in memory than one caller's buffer.
 *
 * <p>Whether a blob may be handed out is not decided here but by
 * {@code consort.coordinator.loop.Published}, which knows what stands in a signed checkpoint.
 */
package consort.coordinator.blobs;
