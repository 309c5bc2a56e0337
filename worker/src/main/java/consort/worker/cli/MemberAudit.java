package consort.worker.cli;

import consort.ledger.audit.cli.Online;
import consort.worker.copy.OnlineLedger;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code consort member audit}: the commands of {@code consort audit}, on the coordinator's ledger as it is now, held against the
 * folder's own {@code trust.json}.
 */
@Command(name = "audit", mixinStandardHelpOptions = true, description = {"Audit the coordinator's ledger as it is now, without a copy:",
    "the commands of consort audit, without DIR and --trust."})
final class MemberAudit implements Callable<Integer> {

    private static final String DIR = "--dir";
    private static final List<String> TELLING = List.of("--help", "-h", "--version", "-V");

    @Mixin
    private DirOption dir;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", parameterConsumer = RestOfLine.class,
            description = "One of those of consort audit, and its options.")
    private List<String> line = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StatusException {
        List<String> arguments = new ArrayList<>(line);
        PartyFolder folder = takenFrom(arguments).orElseGet(dir::folder);
        if (arguments.isEmpty() || arguments.stream().anyMatch(TELLING::contains)) {
            return run(arguments, new Online(spec.qualifiedName(), MemberAudit::none, MemberAudit::none, MemberAudit::none));
        }
        folder.enrolled();
        try (CoordinatorChannel channel = MemberChannel.open(folder, warning -> err().println("warning: " + warning))) {
            OnlineLedger ledger = new OnlineLedger(channel, folder.coordinator().toString());
            return run(arguments, new Online(spec.qualifiedName(), () -> ledger, () -> new OnlineModels(channel), folder::trust));
        }
    }

    /** As with every command, {@code --dir} may stand anywhere. */
    private static Optional<PartyFolder> takenFrom(List<String> arguments) {
        int at = arguments.indexOf(DIR);
        if (at >= 0 && at + 1 < arguments.size()) {
            arguments.remove(at);
            return Optional.of(new PartyFolder(Path.of(arguments.remove(at))));
        }
        Optional<String> joined = arguments.stream().filter(one -> one.startsWith(DIR + "=")).findFirst();
        joined.ifPresent(arguments::remove);
        return joined.map(one -> new PartyFolder(Path.of(one.substring(DIR.length() + 1))));
    }

    /** Who asks how a command goes needs no folder and no coordinator. */
    private static <T> T none() {
        throw new IllegalStateException("help reads no ledger");
    }

    private int run(List<String> arguments, Online online) {
        return consort.ledger.audit.cli.Main.run(online, spec.commandLine().getOut(), err(), arguments.toArray(String[]::new));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
