package consort.trainer.protocol.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of the system that every program needs: programs, libraries, a little of {@code /etc}, and devices that compute. */
final class SystemMounts {

    private static final Path ROOT = Path.of("/");
    private static final Path ETC = Path.of("/etc");
    private static final Path DEVICES = Path.of("/dev");

    /** On most systems links into {@code /usr}. */
    private static final List<String> OF_USR = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** How names, libraries, time and certificates are found; nothing secret. */
    private static final List<String> OF_ETC = List.of("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "passwd", "group",
            "nsswitch.conf", "hosts", "host.conf", "services", "protocols", "localtime", "timezone", "locale.alias",
            "ssl/certs", "ssl/openssl.cnf", "pki", "ca-certificates", "alternatives", "OpenCL", "vulkan");

    /** The configurations of Debian's Java and Python. */
    private static final String ETC_RUNTIMES = "{java-*,python3*}";

    /** Asked for names of hosts. */
    private static final List<String> FOR_NETWORK = List.of("resolv.conf", "gai.conf");

    /** GPUs of NVIDIA, AMD and Intel. */
    private static final String GPUS = "{nvidia*,kfd,dri,dxg}";

    /** What programs read to learn how many processors and how much memory they have. */
    private static final List<Path> OF_SYS =
            List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/devices/system/cpu"), Path.of("/sys/devices/system/node"));

    private SystemMounts() {
    }

    /** Whether a program there, and what stands beside it, is shown anyway. */
    static boolean shows(Path path) {
        return path.startsWith("/usr") || OF_USR.stream().anyMatch(name -> path.startsWith(ROOT.resolve(name)));
    }

    static void add(Mounts mounts, boolean network) throws IOException {
        mounts.readable(Path.of("/usr"));
        for (String name : OF_USR) {
            linkOrFolder(mounts, ROOT.resolve(name));
        }
        OF_ETC.forEach(name -> mounts.readable(ETC.resolve(name)));
        matching(ETC, ETC_RUNTIMES).forEach(mounts::readable);
        if (network) {
            FOR_NETWORK.forEach(name -> mounts.readable(ETC.resolve(name)));
        }
        List<Path> gpus = matching(DEVICES, GPUS);
        gpus.forEach(mounts::device);
        if (gpus.isEmpty()) {
            OF_SYS.forEach(mounts::readable);
        } else {
            // Their libraries look at the buses too.
            mounts.readable(Path.of("/sys"));
        }
    }

    private static void linkOrFolder(Mounts mounts, Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            mounts.link(path, Files.readSymbolicLink(path).toString());
        } else {
            mounts.readable(path);
        }
    }

    private static List<Path> matching(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            return found.stream().sorted().toList();
        }
    }
}
