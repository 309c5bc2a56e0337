package consort.worker.run;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.witness.Answer;
import consort.ledger.witness.Answer.Evidence;
import consort.ledger.witness.Witness;
import consort.worker.enroll.KnownKeys;
import consort.worker.folder.PartyFolder;
import consort.worker.session.Notice;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers requests, and says what was cosigned, and what was caught. For one thread. */
final class WitnessDuty {

    /** More need not be told of a log that grows every second. */
    private static final long TOLD_EVERY_MILLIS = 60_000;
    /** The coordinator pauses longer after each of them: these take more than a minute, in which its files may be mended. */
    static final int UNPROVEN_REFUSALS = 7;

    private final Witness witness;
    private final Path memory;
    private final KnownKeys logKeys;
    private final InstantSource clock;
    private final Consumer<Notice> notices;
    private long cosigned;
    private long toldMillis;
    private Optional<String> fork = Optional.empty();
    private boolean refused;
    private int unproven;
    private String unprovenText = "";

    /** @param memory the witness's folder, to name evidence in */
    WitnessDuty(Witness witness, Path memory, KnownKeys logKeys, InstantSource clock, Consumer<Notice> notices) {
        this.witness = witness;
        this.memory = memory;
        this.logKeys = logKeys;
        this.clock = clock;
        this.notices = notices;
    }

    /** With which it cosigns. */
    String key() {
        return witness.key().toString();
    }

    /** How many checkpoints it cosigned. */
    long cosigned() {
        return cosigned;
    }

    /** What was caught, for people; empty while nothing was. */
    Optional<String> fork() {
        return fork;
    }

    /**
     * What the coordinator did not prove, for people; empty while it did. That is no proof of a fork: its files may be damaged.
     *
     * @param times how often at least, and nothing was cosigned since
     */
    Optional<String> unproven(int times) {
        return unproven >= times ? Optional.of(unprovenText) : Optional.empty();
    }

    /** Whether the coordinator was told that it contradicts what was cosigned: at first it may have asked from another size. */
    boolean refused() {
        return refused;
    }

    /** @throws IOException when what must be remembered could not be */
    Answer answer(byte[] request) throws IOException, StatusException {
        Answer answer = witness.answer(request, clock.instant().getEpochSecond());
        if (answer.status() == Answer.FORBIDDEN && learned()) {
            answer = witness.answer(request, clock.instant().getEpochSecond());
        }
        tell(answer);
        return answer;
    }

    /** The log's key may have been replaced since this witness heard of it last. */
    private boolean learned() throws StatusException {
        LogKeys before = logKeys.known();
        LogKeys now = logKeys.learn();
        try {
            witness.follow(now);
        } catch (UnverifiedNoteException otherChain) {
            notices.accept(new Notice(Notice.Kind.PROBLEM, otherChain.getMessage()));
            return false;
        }
        return !now.equals(before);
    }

    private void tell(Answer answer) {
        refused |= answer.status() == Answer.UNPROCESSABLE;
        if (answer.evidence().filter(Evidence::contradicts).isPresent()) {
            fork = Optional.of(text(answer.evidence().get()));
            notices.accept(new Notice(Notice.Kind.PROBLEM, fork.get()));
        } else if (answer.evidence().isPresent()) {
            unproven++;
            unprovenText = text(answer.evidence().get());
            notices.accept(new Notice(Notice.Kind.PROBLEM, unprovenText));
        } else if (answer.status() == Answer.COSIGNED) {
            cosigned++;
            unproven = 0;
            tellCosigned();
        } else if (answer.status() != Answer.CONFLICT) {
            notices.accept(new Notice(Notice.Kind.PROBLEM, "answered the coordinator with " + answer.status() + ": "
                    + answer.body().strip()));
        }
    }

    private String text(Evidence caught) {
        String what = caught.contradicts()
                ? "the log's key signed a checkpoint that does not continue the one of " + witness.size() + " entries that this witness"
                        + " cosigned: " + (caught.size() == witness.size() ? "another tree of as many entries"
                                : "a tree of " + caught.size() + " entries whose first " + witness.size() + " are others")
                : "the coordinator did not prove that its checkpoint of " + caught.size() + " entries continues the one of " + witness.size()
                        + " entries that this witness cosigned: it signed another history, withholds the proof, or its files are damaged";
        String kept = caught.unkept().map(why -> "the two checkpoints could not be kept (" + why + "): make room, and run the witness again")
                .orElseGet(() -> "both checkpoints are kept: " + memory.resolve(caught.path()));
        return what + "; " + kept + (caught.contradicts() ? "" : "; consort audit compare says what they are, with a copy of the ledger");
    }

    private void tellCosigned() {
        long now = clock.millis();
        if (cosigned == 1 || now - toldMillis >= TOLD_EVERY_MILLIS) {
            toldMillis = now;
            notices.accept(new Notice(Notice.Kind.RECEIPT, "cosigned the ledger's " + witness.size() + " entries ("
                    + cosigned + (cosigned == 1 ? " checkpoint" : " checkpoints") + " since the start)"));
        }
    }
}
