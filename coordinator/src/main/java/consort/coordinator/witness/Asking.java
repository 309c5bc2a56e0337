package consort.coordinator.witness;

import consort.coordinator.core.WitnessFacts;
import consort.coordinator.witness.Asked.Question;
import consort.coordinator.witness.Asked.Trouble;
import consort.coordinator.witness.Witnessed.Newest;
import consort.ledger.log.LogDamagedException;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.witness.Answer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom to ask about which checkpoint, and what follows from the answers. For one thread; time is an argument, on a monotonic
 * clock.
 *
 * <p>All witnesses are asked about the same checkpoint, the newest when its turn began, so that their cosignatures meet on it. The
 * turn of the next one begins when there is a newer one, a second has passed, and the quorum is there or nobody is left to
 * answer; after ten seconds in any case. Who answers later still counts for the checkpoint that was shown to it: the last few are
 * remembered. Who fails is asked ever more rarely.
 */
public final class Asking {

    static final long PACE_MILLIS = 1_000;
    static final long PATIENCE_MILLIS = 10_000;
    /** For which an answer is waited; then the way to the witness is given up. */
    static final long SILENCE_MILLIS = 60_000;
    private static final int REMEMBERED = 8;
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final Witnessed log;
    private final Map<WitnessName, Asked> witnesses = new TreeMap<>();
    /** The last one is asked about now. */
    private final Deque<Turn> turns = new ArrayDeque<>();
    private long numbers;
    private OptionalLong unwitnessedSince = OptionalLong.empty();

    public Asking(Witnessed log) {
        this.log = log;
    }

    // ---- who can be asked

    /** A witness can be asked this way from now on, and no other. */
    public void attends(WitnessName name, Peer way, long nowMillis) {
        Asked witness = witnesses.computeIfAbsent(name, absent -> new Asked());
        witness.peer().filter(before -> before != way).ifPresent(before ->
                before.end("the witness of " + name + " attends over another stream now"));
        witness.attends(way, nowMillis);
    }

    /**
     * The same, unless the witness has another key than the ledger, or the ledger another witness than the worker that comes: a
     * worker whose key was stolen must not keep its organization's true witness away.
     *
     * @param worker which of the organization's workers comes; empty when the organization itself does
     * @param key as the witness says; empty when it says none
     */
    public void attends(WitnessName name, Optional<String> worker, Peer way, String key, long nowMillis) {
        Optional<Roster> roster = log.newest().map(Newest::roster);
        Optional<CosignerKey> standing = roster.map(known -> known.keys().get(name));
        Optional<String> witness = roster.map(known -> known.workers().get(name));
        if (standing.isPresent() && worker.isPresent() && !worker.equals(witness)) {
            way.end("the witness of " + name + " is " + witness.map(other -> "its worker " + other).orElse("none of its workers")
                    + " in the ledger, and not its worker " + worker.get());
        } else if (key.isEmpty() || standing.isEmpty() || standing.get().toString().equals(key)) {
            attends(name, way, nowMillis);
        } else {
            way.end("the witness of " + name + " has the key " + standing.get() + " in the ledger, and not the one with which"
                    + " it attends: another took over, or this is its predecessor's folder");
        }
    }

    /** A way to a witness is no more; it may have been given up before. */
    public void gone(Peer way) {
        witnesses.values().stream().filter(witness -> witness.peer().filter(way::equals).isPresent()).forEach(Asked::leaves);
    }

    // ---- what goes on

    /** To be called now and then: shows what there is to whoever is free, keeps what came, and gives up who is silent. */
    public void tick(long nowMillis) throws IOException {
        keep();
        log.newest().ifPresent(newest -> turn(newest, nowMillis));
        for (Map.Entry<WitnessName, Asked> one : witnesses.entrySet()) {
            giveUpSilent(one.getKey(), one.getValue(), nowMillis);
            if (!turns.isEmpty() && turns.getLast().roster().keys().containsKey(one.getKey())) {
                askIfFree(one.getKey(), one.getValue(), turns.getLast(), nowMillis);
            }
        }
        boolean waits = log.newest().filter(newest -> newest.roster().cosigners().quorum() > 0 && log.witnessedSize() < newest.size()).isPresent();
        unwitnessedSince = waits ? OptionalLong.of(unwitnessedSince.orElse(nowMillis)) : OptionalLong.empty();
    }

    private void turn(Newest newest, long nowMillis) {
        Turn present = turns.peekLast();
        if (present == null || newest.size() > present.size() && isOver(present, nowMillis)) {
            turns.addLast(new Turn(newest, nowMillis));
            if (turns.size() > REMEMBERED) {
                turns.removeFirst();
            }
        }
    }

    private boolean isOver(Turn turn, long nowMillis) {
        long passed = nowMillis - turn.sinceMillis();
        boolean awaited = witnesses.values().stream()
                .anyMatch(witness -> witness.question().filter(question -> question.turn() == turn).isPresent());
        return passed >= PATIENCE_MILLIS || passed >= PACE_MILLIS && (turn.isByQuorum() || !awaited);
    }

    private static void giveUpSilent(WitnessName name, Asked witness, long nowMillis) {
        if (witness.question().filter(question -> nowMillis - question.sinceMillis() > SILENCE_MILLIS).isPresent()) {
            Peer silent = witness.peer().orElseThrow();
            failed(name, witness, new Trouble("did not answer within " + SILENCE_MILLIS / 1000 + " s", false), nowMillis);
            witness.leaves();
            silent.end("no answer within " + SILENCE_MILLIS / 1000 + " s");
        }
    }

    private void askIfFree(WitnessName name, Asked witness, Turn turn, long nowMillis) throws IOException {
        if (witness.isFree(nowMillis) && !turn.isSettled(name) && witness.heldSize() <= turn.size()) {
            ask(name, witness, turn, witness.heldSize(), false, nowMillis);
        }
    }

    private void ask(WitnessName name, Asked witness, Turn turn, long oldSize, boolean again, long nowMillis) throws IOException {
        try {
            byte[] body = log.request(oldSize, turn.checkpoint());
            witness.waitsFor(new Question(++numbers, turn, oldSize, again, nowMillis));
            witness.peer().orElseThrow().ask(numbers, body);
        } catch (LogDamagedException damaged) {
            // Rounds and receipts do not rest on old tiles: they go on, and people are told.
            failed(name, witness, new Trouble("is not asked about " + turn.size() + " entries: files of ledger/ were changed or damaged, and prove"
                    + " nothing to it (" + damaged.getMessage() + "). Perhaps you should run consort audit verify on ledger/, which names the file,"
                    + " and bring it back from a member's copy", true), nowMillis);
        }
    }

    /** Writes down what came since the last time. */
    private void keep() throws IOException {
        for (Turn turn : turns) {
            if (turn.takeUnkept()) {
                log.cosigned(turn.checkpoint(), turn.isByQuorum());
                if (turn.isByQuorum() && unwitnessedSince.isPresent()) {
                    // What is newer was published after this turn began.
                    unwitnessedSince = OptionalLong.of(Math.max(unwitnessedSince.getAsLong(), turn.sinceMillis()));
                }
            }
        }
    }

    // ---- what they answer

    /** An answer came; one that nobody waits for any more changes nothing. */
    public void answered(Peer way, long number, Heard answer, long nowMillis) throws IOException {
        for (Map.Entry<WitnessName, Asked> one : witnesses.entrySet()) {
            Asked witness = one.getValue();
            Optional<Question> question = witness.question().filter(asked -> asked.number() == number);
            if (question.isPresent() && witness.peer().filter(way::equals).isPresent()) {
                witness.answered();
                answered(one.getKey(), witness, question.get(), answer, nowMillis);
            }
        }
    }

    private void answered(WitnessName name, Asked witness, Question question, Heard answer, long nowMillis) throws IOException {
        switch (answer.status()) {
            case Answer.COSIGNED -> cosigned(name, witness, question, answer, nowMillis);
            case Answer.CONFLICT -> otherSize(name, witness, question, answer, nowMillis);
            case Answer.UNPROCESSABLE -> contradicted(name, witness, question.turn(), "refuses the checkpoint of "
                    + question.turn().size() + " entries: it does not continue the " + question.oldSize() + " that it cosigned. Either the"
                    + " witness is wrong, or somebody signed two histories with the log's key: compare both", nowMillis);
            case Heard.UNREACHED -> failed(name, witness, new Trouble("cannot be reached: " + answer.text(), false), nowMillis);
            default -> failed(name, witness, new Trouble("answered with " + answer.status() + ": " + answer.text(), false), nowMillis);
        }
    }

    private void cosigned(WitnessName name, Asked witness, Question question, Heard answer, long nowMillis) {
        Turn turn = question.turn();
        try {
            turn.cosigned(name, answer.body());
            witness.cosigned(turn.size());
        } catch (MalformedNoteException | UnverifiedNoteException worthless) {
            failed(name, witness, new Trouble("answered without a valid cosignature of its key " + turn.roster().keys().get(name)
                    + "; whoever runs it may have another one: " + worthless.getMessage(), false), nowMillis);
        }
    }

    private void otherSize(WitnessName name, Asked witness, Question question, Heard answer, long nowMillis) throws IOException {
        OptionalLong size = answer.size();
        long newest = log.newest().orElseThrow().size();
        if (size.isEmpty()) {
            failed(name, witness, new Trouble("answered with 409 and no size", false), nowMillis);
        } else if (size.getAsLong() > newest) {
            witness.holds(0);
            contradicted(name, witness, question.turn(), "says that it has cosigned " + size.getAsLong() + " entries, and the ledger"
                    + " here has only " + newest + " in its checkpoint: an older copy was put back here, or another coordinator signs with the"
                    + " same log key, or the witness is wrong", nowMillis);
        } else if (size.getAsLong() > question.turn().size()) {
            // It saw a newer one, and its answer was lost: that is asked about next.
            witness.holds(size.getAsLong());
        } else if (question.again()) {
            failed(name, witness, new Trouble("changes what it says it cosigned: " + question.oldSize() + " entries, then "
                    + size.getAsLong(), false), nowMillis);
        } else {
            witness.holds(size.getAsLong());
            ask(name, witness, question.turn(), size.getAsLong(), true, nowMillis);
        }
    }

    /** What went wrong on the way is tried again; a contradiction is not, whatever is asked about that checkpoint. */
    private static void contradicted(WitnessName name, Asked witness, Turn turn, String why, long nowMillis) {
        turn.settle(name);
        failed(name, witness, new Trouble(why, true), nowMillis);
    }

    private static void failed(WitnessName name, Asked witness, Trouble why, long nowMillis) {
        boolean repeated = witness.trouble().filter(why::equals).isPresent();
        witness.failed(why, nowMillis);
        if (why.alarming() && !repeated) {
            LOG.error("the witness of {} {}", name, why.text());
        } else if (!repeated && witness.mayFillTheLog(nowMillis)) {
            LOG.warn("the witness of {} {}", name, why.text());
        }
    }

    // ---- what people are told

    /** How it stands. */
    public WitnessFacts facts(long nowMillis) {
        Optional<Roster> roster = log.newest().map(Newest::roster);
        Map<WitnessName, Asked> all = new TreeMap<>(witnesses);
        roster.ifPresent(known -> known.keys().keySet().forEach(name -> all.putIfAbsent(name, new Asked())));
        return new WitnessFacts(roster.map(known -> known.cosigners().quorum()).orElse(0), log.witnessedSize(),
                unwitnessedSince.isPresent() ? nowMillis - unwitnessedSince.getAsLong() : 0,
                all.entrySet().stream().map(one -> fact(one.getKey(), one.getValue(), roster)).toList());
    }

    private static WitnessFacts.Witness fact(WitnessName name, Asked witness, Optional<Roster> roster) {
        return new WitnessFacts.Witness(name.name(), name.outside(), witness.peer().isPresent(),
                roster.filter(known -> known.counting().contains(name)).isPresent(), witness.cosignedSize(),
                witness.trouble().map(Trouble::text), witness.trouble().filter(Trouble::alarming).isPresent());
    }
}
