package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tasks that a worker began, as its log tells. */
final class Begun {

    private static final Pattern LINE = Pattern.compile("lease (\\d+) .* steps of reference");

    private Begun() {
    }

    /** The leases of the tasks that one process began, in order. */
    static List<Long> by(Running worker) throws IOException {
        return leases(worker.said());
    }

    /**
     * Only a task that was in the hands of a process that ended is begun once more, and by the next one. (Were it begun after its claim was
     * signed, there would be two claims for it.)
     *
     * @param lives the processes of one worker, in the order in which they were started
     * @return how many tasks were begun again
     */
    static int requireOnlyWhatWasInHandAgain(List<Running> lives) throws IOException {
        Set<Long> before = new HashSet<>();
        int again = 0;
        long inHand = -1;
        for (int life = 0; life < lives.size(); life++) {
            Running running = lives.get(life);
            List<Long> begun = between(running, life + 1 < lives.size() ? lives.get(life + 1).logStart() : Files.size(running.log()));
            for (int i = 0; i < begun.size(); i++) {
                if (before.contains(begun.get(i))) {
                    assertThat(i == 0 && begun.get(i) == inHand)
                            .as("process %d of %s begins lease %d, and then %s; the one before had %d in hand", life + 1,
                                    running.name(), begun.get(i), begun, inHand).isTrue();
                    again++;
                }
                before.add(begun.get(i));
            }
            inHand = begun.isEmpty() ? inHand : begun.getLast();
        }
        return again;
    }

    private static List<Long> between(Running running, long logEnd) throws IOException {
        byte[] all = Files.readAllBytes(running.log());
        return leases(new String(all, (int) running.logStart(), (int) (logEnd - running.logStart())));
    }

    private static List<Long> leases(String said) {
        List<Long> leases = new ArrayList<>();
        try (Stream<String> lines = said.lines()) {
            lines.map(LINE::matcher).filter(found -> found.find()).forEach(found -> leases.add(Long.parseLong(found.group(1))));
        }
        return leases;
    }
}
