package consort.coordinator.core;

import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Subject;
import consort.ledger.fold.MemberView;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The phase before the first entry of a coordinator whose ledger was restored. What members hold of the log tells whether
 * entries are missing: nothing is appended, and nobody served, until enough organizations have said it. When anybody holds
 * more than is here, nothing is ever appended: the log's key must not sign a second history. A newer copy of the ledger is to
 * be restored then.
 *
 * <p>An organization has said it when its admin has ({@code consort member ledger}). Its workers' receipts, and what its people
 * hold, can only contradict: a worker's newest receipt may be much older than the newest entry, so that it does not show that
 * nothing is missing. Where no organization is known nobody can be asked, and only an operator who asked for no reports goes on.
 */
final class Recovering {

    private Recovering() {
    }

    /** What is known of a restored ledger so far. */
    static final class Recovery {
        final long entries;
        /** How many organizations must report; empty for all of them. */
        final Optional<Integer> required;
        final String software;
        final Map<Subject, Holding> heard = new TreeMap<>();

        Recovery(long entries, Optional<Integer> required, String software) {
            this.entries = entries;
            this.required = required;
            this.software = software;
        }
    }

    static void decide(Turn turn, Event event, Recovery recovery) {
        switch (event) {
            case Event.Report report -> heard(turn, report, recovery);
            case Event.Received received -> turn.release(
                    new Effect.CloseSession(received.worker(), received.session(), text(turn, recovery)));
            case Event.AskStatus ask -> turn.answer(ask.ticket(), new Reply.Status(Status.json(turn)));
            case Event.Request request -> turn.refuse(request.ticket(),
                    lost(recovery).isPresent() ? Reply.Code.CONFLICT : Reply.Code.EXHAUSTED, text(turn, recovery));
            case Event.Tick tick -> goOn(turn, recovery);
            default -> { }
        }
    }

    private static void heard(Turn turn, Event.Report report, Recovery recovery) {
        Holding holding = report.holding().orElseThrow();
        boolean signed = holding.kind() != Holding.Kind.UNSIGNED;
        if (signed) {
            recovery.heard.merge(report.who(), holding, Holding::and);
        }
        if (report.ticket() != Event.Report.UNASKED) {
            turn.answer(report.ticket(), signed ? new Reply.Heard(true, lost(recovery).isPresent(), text(turn, recovery))
                    : new Reply.Refused(Reply.Code.INVALID, "notes that no log key known here signed are no"
                    + " report; where a restored ledger ends before another log key was named, it cannot know that key"));
        }
    }

    /** The start that every coordinator makes first, and what follows from it. */
    private static void goOn(Turn turn, Recovery recovery) {
        if (lost(recovery).isPresent() || waitsFor(turn, recovery) > 0) {
            return;
        }
        turn.append(new CoordinatorStarted(turn.timeMillis(), turn.state().epoch() + 1, recovery.software,
                OptionalLong.of(recovery.entries)));
        turn.ephemeral().recovery = Optional.empty();
        Core.regrant(turn);
    }

    /** How many more organizations must report. */
    private static int waitsFor(Turn turn, Recovery recovery) {
        List<String> members = members(turn);
        int known = Math.max(1, members.size());
        int required = Math.min(recovery.required.orElse(known), known);
        return Math.max(0, required - (members.size() - silent(turn, recovery).size()));
    }

    private static List<String> members(Turn turn) {
        return turn.state().members().values().stream().filter(member -> member.revoked().isEmpty())
                .map(MemberView::organization).toList();
    }

    /** The organizations that have not reported. */
    private static List<String> silent(Turn turn, Recovery recovery) {
        return members(turn).stream().filter(organization -> !hasReported(recovery, organization)).toList();
    }

    private static boolean hasReported(Recovery recovery, String organization) {
        return recovery.heard.containsKey(Subject.ofOrganization(organization));
    }

    /** Whoever holds the most of what is not here. */
    private static Optional<Map.Entry<Subject, Holding>> lost(Recovery recovery) {
        return recovery.heard.entrySet().stream()
                .filter(report -> report.getValue().kind() != Holding.Kind.SAME)
                .reduce((one, other) -> one.getValue().and(other.getValue()).equals(one.getValue()) ? one : other);
    }

    /** For the status document. */
    static JsonObject json(Turn turn, Recovery recovery) {
        return JsonObject.builder()
                .put("entries", recovery.entries)
                .put("waitsForReports", waitsFor(turn, recovery))
                .put("silent", silent(turn, recovery).stream().map(name -> (JsonValue) new JsonString(name)).toList())
                .put("contradicted", lost(recovery).isPresent())
                .build();
    }

    /** What it waits for, or why it does not go on; for people. */
    static String text(Turn turn, Recovery recovery) {
        Optional<Map.Entry<Subject, Holding>> lost = lost(recovery);
        String restored = "the ledger was restored with " + recovery.entries + " entries; ";
        if (lost.isEmpty() && members(turn).isEmpty()) {
            return restored + "it knows no organization that could say whether some are missing, so nothing is appended. If"
                    + " nobody joined after the backup, restore again with --reports 0, else with a newer backup or copy";
        }
        if (lost.isEmpty() && waitsFor(turn, recovery) == 0) {
            return restored + "enough organizations said what they hold of it, so it goes on";
        }
        if (lost.isEmpty()) {
            return restored + "nothing is appended until " + waitsFor(turn, recovery) + " more of these organizations said what"
                    + " they hold of it (each one's admin, with 'consort member ledger' and its newest copy; that workers"
                    + " connect does not count): " + Named.list(silent(turn, recovery));
        }
        Subject who = lost.get().getKey();
        if (lost.get().getValue().kind() == Holding.Kind.OTHER) {
            return restored + who + " holds another history of them, signed by the same key. Nothing is appended: keep both"
                    + " as evidence";
        }
        return restored + "entries " + recovery.entries + ".." + (lost.get().getValue().entries() - 1)
                + " are lost: " + who + " holds the log key's signature on them. Nothing is appended. Restore again with"
                + " --ledger-from and a copy of the ledger that has them ('consort member ledger' made it)";
    }
}
