package consort.ledger.witness;

import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Cosigner;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import consort.ledger.witness.Answer.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A witness of one log: cosigns a checkpoint when it continues the one that it cosigned last, and no other (c2sp.org/tlog-witness,
 * add-checkpoint). Requests are answered one after the other, whatever thread they come from; an answer that says "cosigned" is given
 * after what was cosigned is durable.
 */
public final class Witness implements AutoCloseable {

    private final WitnessFile file;
    private final Cosigner cosigner;
    private LogKeys logKeys;

    private Witness(WitnessFile file, SignerKey key, LogKeys logKeys) {
        this.file = file;
        this.cosigner = new Cosigner(key);
        this.logKeys = logKeys;
    }

    /**
     * Opens the folder in which a witness remembers what it cosigned; an empty one is that of a witness that has not begun.
     *
     * @param folder this witness's alone
     * @param key signs nothing else
     * @param logKeys of the log that it witnesses
     * @throws consort.ledger.disk.LockedException when another process has it open
     * @throws IOException also when what it cosigned last cannot be read, or is another log's
     */
    public static Witness open(Disk folder, SignerKey key, LogKeys logKeys) throws IOException {
        WitnessFile file = WitnessFile.open(folder);
        try {
            Witness witness = new Witness(file, key, logKeys);
            witness.requireOwn();
            return witness;
        } catch (IOException | RuntimeException unfit) {
            file.close();
            throw unfit;
        }
    }

    public CosignerKey key() {
        return cosigner.key();
    }

    /** Entries of the checkpoint that it cosigned last; 0 before the first. */
    public synchronized long size() {
        return held().size();
    }

    /** The checkpoint that it cosigned last, under the log's signature and its own. */
    public synchronized Optional<Note> latest() {
        return file.latest();
    }

    /**
     * Learns that the log's key was replaced.
     *
     * @throws UnverifiedNoteException when {@code learned} does not continue the known keys
     */
    public synchronized void follow(LogKeys learned) throws UnverifiedNoteException {
        logKeys = logKeys.with(learned).orElseThrow(() -> new UnverifiedNoteException(
                "log keys that do not continue those known here: " + learned + ", known are " + logKeys));
    }

    /**
     * Answers a request.
     *
     * @param request an {@link AddCheckpoint}, or whatever a stranger sent
     * @param timeSeconds since 1970; at least 1
     * @throws IOException when what must be remembered could not be; then nothing was promised, and only opening anew can tell what is
     *     on the disk
     */
    public synchronized Answer answer(byte[] request, long timeSeconds) throws IOException {
        try {
            return answer(AddCheckpoint.parse(request), timeSeconds);
        } catch (MalformedNoteException malformed) {
            return Answer.refused(Answer.BAD_REQUEST, malformed.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private Answer answer(AddCheckpoint request, long timeSeconds) throws IOException {
        TreeHead offered = request.head();
        if (!offered.origin().equals(logKeys.origin())) {
            return Answer.refused(Answer.NOT_FOUND, "this witness does not know the log " + offered.origin());
        }
        List<NoteSignature> signatures = logSignatures(request.note(), offered.size());
        if (signatures.isEmpty()) {
            return Answer.refused(Answer.FORBIDDEN, "no key of the log " + offered.origin() + " that may signed this checkpoint of size "
                    + offered.size() + ", or its signature does not verify");
        }
        Note checkpoint = new Note(request.note().text(), signatures);
        if (request.oldSize() > offered.size()) {
            return Answer.refused(Answer.BAD_REQUEST, "the old size " + request.oldSize() + " is greater than the checkpoint's, "
                    + offered.size());
        }
        return judge(request, offered, checkpoint, timeSeconds);
    }

    /** @param checkpoint signed by the log */
    private Answer judge(AddCheckpoint request, TreeHead offered, Note checkpoint, long timeSeconds) throws IOException {
        TreeHead held = held();
        if (request.oldSize() != held.size()) {
            return Answer.conflict(held.size(), held.contradicts(offered) ? evidence(checkpoint, offered, true) : Optional.empty());
        }
        if (!offered.hasPossibleRoot()) {
            return Answer.unprocessable("a tree without entries has another root", Optional.empty());
        }
        if (!ProofVerifier.consistent(held.size(), held.root(), offered.size(), offered.root(), request.proof())) {
            boolean proven = held.contradicts(offered)
                    || ProofVerifier.contradicts(held.size(), held.root(), offered.size(), offered.root(), request.proof());
            boolean doubtful = held.size() > 0 && (proven || held.size() < offered.size());
            return Answer.unprocessable("the proof does not lead from the checkpoint of size " + held.size() + ", which this witness"
                    + " cosigned, to this one of size " + offered.size(), doubtful ? evidence(checkpoint, offered, proven) : Optional.empty());
        }
        NoteSignature cosignature = cosigner.cosign(checkpoint.text(), timeSeconds);
        List<NoteSignature> lines = new ArrayList<>(checkpoint.signatures());
        lines.add(cosignature);
        file.keep(new Note(checkpoint.text(), lines));
        return Answer.cosigned(cosignature.line());
    }

    private Optional<Evidence> evidence(Note note, TreeHead offered, boolean proven) {
        return file.latest().map(held -> new Evidence(WitnessFile.evidencePath(held, note), offered.size(), proven,
                file.keepEvidence(held, note, proven)));
    }

    /** The tree that the next one must continue. */
    private TreeHead held() {
        return file.latest().map(note -> TreeHead.parse(note.text()))
                .orElseGet(() -> new TreeHead(logKeys.origin(), 0, TreeHash.EMPTY_ROOT));
    }

    /** The lines of the log's keys that may sign at this size; none when one of them does not verify. */
    private List<NoteSignature> logSignatures(Note note, long size) {
        byte[] message = note.text().getBytes(StandardCharsets.UTF_8);
        List<NoteSignature> lines = new ArrayList<>();
        for (VerifierKey key : logKeys.signingTree(size)) {
            for (NoteSignature line : note.signatures()) {
                if (line.isBy(key) && !key.verify(message, line.signature())) {
                    return List.of();
                }
                if (line.isBy(key) && lines.stream().noneMatch(kept -> kept.isBy(key))) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    /** A file that was damaged would make honest checkpoints look like forks. */
    private void requireOwn() throws IOException {
        Optional<Note> latest = file.latest();
        if (latest.isEmpty()) {
            return;
        }
        String origin = held().origin();
        if (!origin.equals(logKeys.origin())) {
            throw new IOException(WitnessFile.LATEST + ": this witness cosigned the log " + origin + ", not " + logKeys.origin()
                    + "; give each log's witness a folder of its own");
        }
        if (!isCosigned(latest.get()) && !isLogs(latest.get())) {
            throw new IOException(WitnessFile.LATEST + ": neither this witness nor the log signed what stands there; restore the newest"
                    + " copy of this file, for without it a fork cannot be told");
        }
    }

    private boolean isCosigned(Note note) {
        try {
            return key().cosigned(note).isPresent();
        } catch (UnverifiedNoteException damaged) {
            return false;
        }
    }

    private boolean isLogs(Note note) {
        try {
            return !note.verify(logKeys.all()).isEmpty();
        } catch (UnverifiedNoteException damaged) {
            return false;
        }
    }
}
