package consort.worker.witness;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.json.JsonObject;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.MalformedNoteException;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.util.Optional;

/**
 * What a folder's witness remembers.
 *
 * @param size entries in the checkpoint that it cosigned last; 0 before the first
 * @param evidence whether it holds what proves that the log was forked, or what was not proven to continue it
 */
public record WitnessState(long size, boolean evidence) {

    private static final String EVIDENCE = WitnessKeys.MEMORY + "/evidence";

    /** Empty where there is no witness. */
    public static Optional<WitnessState> of(PartyFolder folder) throws IOException {
        if (new WitnessKeys(folder, folder.enrolled().organization()).kept().isEmpty()) {
            return Optional.empty();
        }
        Disk disk = new FileDisk(folder.path());
        return Optional.of(new WitnessState(size(disk), !disk.list(EVIDENCE).isEmpty()));
    }

    private static long size(Disk disk) throws IOException {
        String file = WitnessKeys.MEMORY + "/" + SignedCheckpoint.PATH;
        try {
            return disk.exists(file)
                    ? SignedCheckpoint.parseSaid(disk.readAll(file, SignedCheckpoint.MAX_BYTES)).checkpoint().size() : 0;
        } catch (MalformedNoteException damaged) {
            throw new IOException(file + " is damaged (" + damaged.getMessage() + "); put the newest copy of it back");
        }
    }

    /** For people. */
    public String line() {
        return (size == 0 ? "witness: has cosigned nothing yet" : "witness: cosigned the ledger's " + size + " entries")
                + (evidence ? "; WAS SHOWN WHAT DOES NOT CONTINUE THAT, kept in " + EVIDENCE + ": consort audit compare says what it proves" : "");
    }

    public JsonObject json() {
        return JsonObject.builder().put("cosignedSize", size).put("evidence", evidence).build();
    }
}
