package consort.trainer.protocol.isolation;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a program tries that wants its agent's key.
 *
 * @param secretFile the key, readable by this user
 * @param secret what stands in it
 * @param agent the agent's process
 * @param variable a variable of the agent that was not given on
 * @param victim a process of the agent's that may be killed
 * @param port of the loopback address, where somebody listens
 */
record Attacks(Path secretFile, String secret, long agent, String variable, long victim, int port) {

    private static final int PTRACE_ATTACH = 16;
    private static final int PTRACE_DETACH = 17;

    private interface Attack {
        /** Whether it got what it wanted. */
        boolean succeeds() throws Throwable;
    }

    List<String> words() {
        return List.of(secretFile.toString(), secret, Long.toString(agent), variable, Long.toString(victim),
                Integer.toString(port));
    }

    static Attacks of(String[] words) {
        return new Attacks(Path.of(words[0]), words[1], Long.parseLong(words[2]), words[3], Long.parseLong(words[4]),
                Integer.parseInt(words[5]));
    }

    /** The names of those that succeed. */
    List<String> successful() {
        var successful = new ArrayList<String>();
        attempt("reads the key by its path", () -> holdsSecret(secretFile), successful);
        attempt("finds the key walking up from where it stands", this::findsWalkingUp, successful);
        attempt("finds the key walking down", () -> finds(secretFile.getRoot().resolve(secretFile.getName(0)), 12), successful);
        for (long process : new long[] {parent(), agent}) {
            Path of = Path.of("/proc/" + process);
            String whose = process == agent ? "the agent's " : "its parent's ";
            attempt("reads " + whose + "environment", () -> holds(of.resolve("environ"), variable + "="), successful);
            attempt("reads the key by " + whose + "root", () -> holdsSecret(below(of.resolve("root"))), successful);
            attempt("reads the key by " + whose + "folder", () -> holdsSecret(below(of.resolve("cwd/../../../../../../../.."))),
                    successful);
            attempt("opens " + whose + "files", () -> opensAny(of.resolve("fd")), successful);
        }
        attempt("reads the agent's memory", () -> holds(Path.of("/proc/" + agent + "/maps"), "java"), successful);
        attempt("traces a process of the agent", () -> traces(victim), successful);
        attempt("links to the key", this::linksToKey, successful);
        attempt("connects to a port of this machine", this::connects, successful);
        attempt("has a network beside the loopback", Attacks::hasNetwork, successful);
        attempt("kills a process of the agent", this::kills, successful);
        return successful;
    }

    private static void attempt(String name, Attack attack, List<String> successful) {
        try {
            if (attack.succeeds()) {
                successful.add(name);
            }
        } catch (Throwable _) {
            // That did not work.
        }
    }

    private boolean holdsSecret(Path file) throws IOException {
        return holds(file, secret);
    }

    private static boolean holds(Path file, String text) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(1 << 20), StandardCharsets.ISO_8859_1).contains(text);
        }
    }

    private Path below(Path root) {
        return Path.of(root + secretFile.toString());
    }

    private static long parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);
    }

    private boolean findsWalkingUp() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder.getNameCount() > 1; folder = folder.getParent()) {
            if (finds(folder, 6)) {
                return true;
            }
        }
        return false;
    }

    private boolean finds(Path start, int depth) throws IOException {
        var left = new ArrayList<Path>(List.of(start));
        while (!left.isEmpty()) {
            Path folder = left.removeLast();
            if (folder.startsWith("/proc") || folder.startsWith("/sys") || folder.startsWith("/dev") || folder.startsWith("/usr")) {
                continue;
            }
            for (Path file : list(folder)) {
                if (Files.isDirectory(file) && !Files.isSymbolicLink(file) && file.getNameCount() - start.getNameCount() < depth) {
                    left.add(file);
                } else if (file.endsWith(secretFile.getFileName()) && holdsSecret(file)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean opensAny(Path descriptors) {
        return list(descriptors).stream().anyMatch(one -> {
            try {
                return Files.readSymbolicLink(one).toString().endsWith(".jar");
            } catch (IOException _) {
                return false;
            }
        });
    }

    private boolean linksToKey() throws IOException {
        Path link = Files.createTempFile("link", "");
        Files.delete(link);
        Files.createLink(link, secretFile);
        return holdsSecret(link);
    }

    @SuppressWarnings("restricted")
    private static boolean traces(long process) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle ptrace = linker.downcallHandle(linker.defaultLookup().find("ptrace").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        long attached = (long) ptrace.invokeExact((long) PTRACE_ATTACH, process, MemorySegment.NULL, MemorySegment.NULL);
        if (attached == 0) {
            long _ = (long) ptrace.invokeExact((long) PTRACE_DETACH, process, MemorySegment.NULL, MemorySegment.NULL);
        }
        return attached == 0;
    }

    private boolean connects() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
            return true;
        }
    }

    private static boolean hasNetwork() throws IOException {
        return NetworkInterface.networkInterfaces().anyMatch(one -> {
            try {
                return one.isUp() && !one.isLoopback();
            } catch (IOException _) {
                return false;
            }
        });
    }

    private boolean kills() {
        return ProcessHandle.of(victim).filter(ProcessHandle::destroyForcibly).isPresent();
    }

    /** Kills all it can name, itself included. */
    static void killEverything() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -9 1; kill -9 $PPID; kill -9 -1").start().waitFor();
    }
}
