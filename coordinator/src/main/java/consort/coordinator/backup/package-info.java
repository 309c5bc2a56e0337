/**
 * Backups of a coordinator's folder, and folders made of them.
 *
 * <p>A backup is as of one checkpoint: the ledger up to it, and the models and updates that its runs still need. It is taken
 * from the files, beside a running coordinator: tiles, documents and blobs never change, and the checkpoint is replaced
 * atomically. {@link consort.coordinator.backup.BackupFolder} keeps every file under its SHA-256, so that nothing is ever
 * overwritten and a further backup adds only what is new; {@link consort.coordinator.backup.Manifest}, replaced last, says
 * which of them a folder consists of.
 *
 * <p>A folder made by {@link consort.coordinator.backup.Restore} is marked: its coordinator appends nothing before enough
 * members said what they hold of the ledger (see {@code consort.coordinator.core.Recovering}).
 */
package consort.coordinator.backup;
