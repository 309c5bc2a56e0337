package consort.examples.demo;

import consort.examples.demo.process.PeakMemory;
import consort.examples.demo.process.ProcessTrees;
import consort.examples.demo.process.Program;
import consort.examples.demo.process.Programs;
import consort.examples.demo.progress.Display;
import consort.examples.demo.report.Result;
import consort.examples.demo.report.Result.Stage;
import consort.examples.demo.report.ResultJson;
import consort.examples.demo.report.Screen;
import consort.examples.demo.report.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The demo from beginning to end. */
final class Demo {

    private final Setting setting;
    private final PrintStream out;

    private Demo(Setting setting, PrintStream out) {
        this.setting = setting;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @return whether all audits said what they must
     * @throws Exception whatever goes wrong, with a message for the user; what was started is stopped by then
     */
    static boolean run(Options options) throws Exception {
        PrintStream out = Main.utf8(System.out);
        Layout layout = Layout.create(options.out());
        Path home = Main.home();
        boolean terminal = System.console() != null && System.console().isTerminal()
                && !"dumb".equals(System.getenv("TERM"));
        Display display = Display.of(options.json() ? Main.utf8(System.err) : out, terminal && !options.json());
        try (Programs programs = new Programs(home.resolve("consort"), layout.logs())) {
            Setting setting = new Setting(options, home, System.getenv(), layout, programs, display, new Stages(),
                    new PeakMemory(), Setting.names(options.workers()), Founding.freeAddress());
            AtomicBoolean finished = stopChildrenOnExit(programs, layout);
            try {
                return new Demo(setting, out).play();
            } catch (Exception e) {
                awaitEndIfStopping(programs);
                display.block(List.of());
                display.line("The logs of all programs are in " + layout.logs());
                throw e;
            } finally {
                finished.set(true);
            }
        }
    }

    /** Ctrl-C, SIGTERM or an error: nothing that the demo started may outlive it, trainers included. */
    private static AtomicBoolean stopChildrenOnExit(Programs programs, Layout layout) {
        AtomicBoolean finished = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            programs.close();
            ProcessTrees.stop(ProcessHandle.current().children().toList(), Duration.ofSeconds(2));
            if (!finished.get()) {
                System.err.println("\nconsort demo: stopped, with all it had started; what was done so far is in " + layout.root());
            }
        }));
        return finished;
    }

    /** While a signal stops everything, that something has stopped is no news: the process is about to end. */
    private static void awaitEndIfStopping(Programs programs) throws InterruptedException {
        if (programs.closed()) {
            Thread.sleep(Duration.ofDays(1));
        }
    }

    private boolean play() throws Exception {
        Stages stages = setting.stages();
        setting.say("Consort demo: %d organizations, each with its own processes, keys and folders in %s".formatted(
                setting.organizations().size(), setting.layout().root()));
        Dealing.Dealt dealt = stages.time(Stage.DATA, () -> new Dealing(setting.recipe(), setting.home(),
                setting.environment(), setting.organizations(), setting.options().seed()).into(setting.layout(), setting::say));
        Founding founding = new Founding(setting);
        Program coordinator = stages.time(Stage.ENROLLING, () -> found(founding));
        List<Alone.Outcome> alone = stages.time(Stage.ALONE, () -> new TrainingAlone(setting).all());
        setting.say("Now together: %d rounds of federated averaging over gRPC with mutual TLS".formatted(
                setting.options().plannedRounds()));
        TrainingTogether training = new TrainingTogether(setting, founding, coordinator);
        long estimate = setting.stages().millis().get(Stage.ALONE) / setting.options().plannedRounds();
        TrainingTogether.Outcome together = stages.time(Stage.TOGETHER, () -> training.run(estimate));
        Settling settling = new Settling(setting);
        List<Result.Audit> audits = stages.time(Stage.SETTLING, () -> settle(settling, training));
        Result result = new Assembly(setting, dealt, alone, together, audits).result();
        finish(result);
        return result.auditsAsExpected();
    }

    private Program found(Founding founding) throws Exception {
        founding.found();
        Program coordinator = founding.serve();
        founding.enroll();
        founding.initialModel();
        return coordinator;
    }

    private List<Result.Audit> settle(Settling settling, TrainingTogether training) throws Exception {
        setting.say("Closing the period, settling its bill, fetching the ledger as a member, auditing it and two forgeries");
        training.observeMemory();
        settling.bill();
        settling.pay();
        settling.awaitWitnesses();
        training.dismissWorkers();
        settling.fetch();
        return settling.audit();
    }

    private void finish(Result result) throws IOException {
        String json = ResultJson.text(result);
        List<String> screen = Screen.of(result, shown(setting.layout().root()), next());
        Files.writeString(setting.layout().result(), json);
        Files.write(setting.layout().screen(), screen);
        if (setting.options().json()) {
            out.print(json);
        } else {
            out.println();
            screen.forEach(out::println);
        }
        out.flush();
    }

    private List<String> next() {
        String copy = "$D/" + setting.layout().root().relativize(setting.layout().ledgerCopy(setting.first()));
        String trust = "$D/" + setting.layout().root().relativize(setting.layout().member(setting.first())) + "/trust.json";
        return List.of(
                "%s audit statement %s --trust %s --organization %s".formatted(command("consort"), copy, trust,
                        setting.organizations().get(1)),
                "%s audit verify %s     # what is its verdict without --trust?".formatted(command("consort"), copy),
                setting.options().crash()
                        ? command("examples/by-hand/run") + "              # the same, typed by hand"
                        : command("consort") + " demo " + dataset() + "--crash              # kills the coordinator in round 2");
    }

    /** The option for the data set of this demo, unless it is the usual one. */
    private String dataset() {
        Recipe recipe = setting.options().recipe();
        return recipe == Recipe.FASHION ? "" : "--dataset " + recipe.option() + " ";
    }

    /** A program of this project as the user would type it, who may stand elsewhere. */
    private String command(String program) {
        Path here = Path.of("").toAbsolutePath();
        return here.equals(setting.home()) ? "./" + program : Screen.quoted(setting.home().resolve(program).toString());
    }

    /** A path as the user would type it. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
