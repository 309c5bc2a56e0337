package consort.worker.copy;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.FileProblem;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.UnverifiedNoteException;
import consort.worker.enroll.KnownKeys;
import consort.worker.folder.ConfigException;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The folder a copy is to stand in. Nothing is written into one that holds something else. */
public final class CopyFolder {

    /** What a copy is made of before it has a checkpoint, which comes last. */
    private static final Set<String> UNFINISHED = Set.of(Fetched.FOLDER + "/", "tile/", "docs/", TrustPolicy.PATH);
    /** What is there from the first fetched tile on. */
    private static final String BEGUN = Fetched.FOLDER + "/";

    private CopyFolder() {
    }

    /**
     * Opens an empty folder (made if absent), a copy of this log, or one whose first fetching was interrupted.
     *
     * @param keys of the log; newer ones are asked for when somebody who knows them brought the copy up to date
     * @throws ConfigException when the folder is anything else, or cannot be used
     */
    public static Disk open(Path target, KnownKeys keys) throws StatusException {
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new ConfigException(target + " is a file; name a folder for the copy");
        }
        try {
            Disk disk = new FileDisk(target);
            requireCopy(target, disk, keys);
            return disk;
        } catch (IOException e) {
            throw new ConfigException("the copy cannot stand in " + target + ": " + FileProblem.text(e)
                    + "; name another folder", e);
        }
    }

    private static void requireCopy(Path target, Disk disk, KnownKeys keys) throws IOException, StatusException {
        List<String> names = disk.list("");
        if (names.contains(SignedCheckpoint.PATH)) {
            requireCopyOf(keys, target, disk);
            return;
        }
        boolean unfinished = names.contains(BEGUN) && UNFINISHED.containsAll(names);
        if (!names.isEmpty() && !unfinished) {
            String foreign = names.stream().filter(name -> !UNFINISHED.contains(name)).findFirst().orElse(names.getFirst());
            throw new ConfigException(target + " holds \"" + foreign
                    + "\" and is no copy of a ledger; name an empty or a new folder for the copy");
        }
    }

    private static void requireCopyOf(KnownKeys keys, Path target, Disk disk) throws IOException, StatusException {
        String origin = keys.known().origin();
        try {
            SignedCheckpoint checkpoint = new LogReader(TileSource.of(disk)).checkpoint();
            if (!checkpoint.checkpoint().origin().equals(origin)) {
                throw foreign(target, origin, new UnverifiedNoteException("it is one of " + checkpoint.checkpoint().origin()));
            }
            keys.verify(checkpoint::verify);
        } catch (LogDamagedException | UnverifiedNoteException other) {
            throw foreign(target, origin, other);
        }
    }

    private static ConfigException foreign(Path target, String origin, Exception why) {
        return new ConfigException(target + " is no copy of the ledger " + origin + " (" + why.getMessage()
                + "); name another folder for the copy", why);
    }
}
