package consort.examples.demo.story;

import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A ledger with one run, read for people. It takes the ledger at its word; whether it may be believed is the auditor's
 * business.
 *
 * @param rounds    in order, abandoned ones included
 * @param ended     how the run ended
 * @param bill      the last period close
 * @param startedIn for each start of the coordinator, the round that was opened last; 0 before the first one
 */
public record Story(List<RoundStory> rounds, Optional<RunEnded> ended, Optional<PeriodClose> bill, List<Long> startedIn) {

    /** Reads entries in the order of the log, from its beginning. */
    public static Story of(List<Body> entries) {
        Reader reader = new Reader();
        entries.forEach(reader::read);
        return reader.story();
    }

    /** The rounds that made a model. */
    public List<RoundStory> closed() {
        return rounds.stream().filter(round -> round.closedMillis().isPresent()).toList();
    }

    /** How often the coordinator was started. */
    public int starts() {
        return startedIn.size();
    }

    private static final class Reader {
        private final SortedMap<Long, RoundOpened> opened = new TreeMap<>();
        private final Map<Long, RoundClosed> closed = new HashMap<>();
        private final Map<Long, RoundAbandoned> abandoned = new HashMap<>();
        private final Map<Long, TaskStory> tasks = new TreeMap<>();
        private RunEnded ended;
        private PeriodClose bill;
        private final List<Long> startedIn = new ArrayList<>();

        private void read(Body body) {
            switch (body) {
                case RoundOpened round -> opened.put(round.round(), round);
                case RoundClosed round -> closed.put(round.round(), round);
                case RoundAbandoned round -> abandoned.put(round.round(), round);
                case Lease lease -> tasks.put(lease.lease(), TaskStory.of(lease));
                case UsageClaim claim -> tasks.computeIfPresent(claim.lease(), (lease, task) -> task.claimed(claim));
                case Observation seen -> tasks.computeIfPresent(seen.lease(), (lease, task) -> task.observed(seen));
                case LeaseEnded end -> tasks.computeIfPresent(end.lease(), (lease, task) -> task.endedBy(end.reason().text()));
                case RunEnded run -> ended = run;
                case PeriodClose close -> bill = close;
                case CoordinatorStarted start -> startedIn.add(opened.isEmpty() ? 0 : opened.lastKey());
                default -> {
                    // Enrollment, jobs and findings are not part of this story.
                }
            }
        }

        private Story story() {
            return new Story(opened.values().stream().map(this::round).toList(), Optional.ofNullable(ended),
                    Optional.ofNullable(bill), List.copyOf(startedIn));
        }

        private RoundStory round(RoundOpened round) {
            RoundClosed close = closed.get(round.round());
            return new RoundStory(round.round(), round.timeMillis(),
                    tasksOf(round.round(), LeaseKind.TRAIN),
                    close == null ? OptionalLong.empty() : OptionalLong.of(close.timeMillis()),
                    Optional.ofNullable(abandoned.get(round.round())).map(RoundAbandoned::reason),
                    tasksOf(round.round(), LeaseKind.EVALUATE).stream().reduce((first, last) -> last),
                    ended != null || opened.containsKey(round.round() + 1));
        }

        private List<TaskStory> tasksOf(long round, LeaseKind kind) {
            return tasks.values().stream()
                    .filter(task -> task.lease().round() == round && task.lease().kind() == kind).toList();
        }
    }
}
