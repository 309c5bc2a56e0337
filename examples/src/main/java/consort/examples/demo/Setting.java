package consort.examples.demo;

import consort.examples.demo.process.PeakMemory;
import consort.examples.demo.process.Programs;
import consort.examples.demo.progress.Display;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What all stages of one demo share.
 *
 * @param home          where this project stands
 * @param organizations by name, in order; the first one also holds the test images
 * @param address       of the coordinator, {@code host:port}
 */
record Setting(Options options, Path home, Map<String, String> environment, Layout layout, Programs programs,
        Display display, Stages stages, PeakMemory memory, List<String> organizations, String address) {

    private static final List<String> NAMES = List.of("aster", "birch", "cedar", "dahlia", "elder", "fern");

    static List<String> names(int organizations) {
        return NAMES.subList(0, organizations);
    }

    Recipe recipe() {
        return options.recipe();
    }

    /** The organization that also holds the test images, evaluates, and audits in the end. */
    String first() {
        return organizations.getFirst();
    }

    void say(String line) {
        display.line(line);
    }
}
