package consort.trainer.djl;

import consort.trainer.protocol.program.TrainerLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The built-in trainer as a program: {@code [--model fashion-cnn|digits-mlp] [--threads N]}. */
public final class Main {

    private static final Path NVIDIA_DRIVER = Path.of("/dev/nvidiactl");

    private Main() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (Options.askForHelp(arguments)) {
            System.out.print(Options.HELP);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.setProperty("consort.gpu.log", Files.exists(NVIDIA_DRIVER) ? "WARN" : "ERROR");
        // DJL reads these once, when its engine starts.
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(options.threads()));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        EngineFolder.choose();
        TrainerLoop.run(new DjlTrainer(options.network()));
    }
}
