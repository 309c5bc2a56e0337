package consort.examples.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code consort demo data}: only the data, for those who go on by hand. */
@Command(name = "data", sortOptions = false, usageHelpAutoWidth = true,
        description = "Gets the demo's data and deals it out, into OUT/ORGANIZATION/data; nothing else is started.")
final class DataCommand implements Callable<Integer> {

    @Option(names = "--workers", paramLabel = "N", description = "organizations, 2 to 6 (default: 4)")
    private int workers = 4;

    @Option(names = "--dataset", paramLabel = "NAME", description = "fashion (default) or digits")
    private String dataset = Recipe.FASHION.option();

    @Option(names = "--seed", paramLabel = "N", description = "of the split (default: 42)")
    private long seed = 42;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "where the organizations' folders are")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Recipe recipe = Recipe.named(dataset);
        Options.requireWorkers(workers);
        Layout layout = new Layout(OutFolder.made(out));
        new Dealing(recipe, Main.home(), System.getenv(), Setting.names(workers), seed)
                .into(layout, spec.commandLine().getOut()::println);
        return 0;
    }
}
