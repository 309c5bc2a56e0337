package consort.ledger.audit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Where somebody may watch a command at work.
 *
 * @param bars draws on standard error; empty when that is no terminal
 * @param nanos a time that only grows
 */
record Screen(Optional<Supplier<ProgressBarConsumer>> bars, LongSupplier nanos) {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    static Screen ofThisProcess() {
        return new Screen(isTerminal() ? Optional.of(() -> new ConsoleProgressBarConsumer(System.err)) : Optional.empty(), System::nanoTime);
    }

    /** {@link java.io.Console#isTerminal} tells of standard input and output, which may be elsewhere. */
    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
