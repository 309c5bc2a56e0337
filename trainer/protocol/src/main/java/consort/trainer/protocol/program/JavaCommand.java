package consort.trainer.protocol.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that start a program with the Java and the class path of this process. */
public final class JavaCommand {

    private JavaCommand() {
    }

    /**
     * @param jvmArguments of the new Java machine, before the class
     * @param arguments of the program
     */
    public static List<String> of(List<String> jvmArguments, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}
