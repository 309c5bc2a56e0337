package consort.worker.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Which of the kernel's settings keeps a user from making namespaces. */
final class Remedy {

    /** The setting, and the value that allows it; absent ones do not exist in that kernel. */
    private static final Map<String, String> ALLOWING = new TreeMap<>(Map.of(
            "kernel.unprivileged_userns_clone", "1",
            "kernel.apparmor_restrict_unprivileged_userns", "0"));

    private static final String LIMIT = "user.max_user_namespaces";

    private Remedy() {
    }

    static String here() {
        for (Map.Entry<String, String> setting : ALLOWING.entrySet()) {
            String value = value(setting.getKey());
            if (!value.isEmpty() && !value.equals(setting.getValue())) {
                return "sysctl -w " + setting.getKey() + "=" + setting.getValue() + " allows it";
            }
        }
        return value(LIMIT).equals("0")
                ? "sysctl -w " + LIMIT + "=15000 allows it"
                : "perhaps this is a container that forbids user namespaces, or a service unit with RestrictNamespaces or"
                        + " ProtectKernelTunables";
    }

    private static String value(String setting) {
        try {
            return Files.readString(Path.of("/proc/sys", setting.split("\\."))).strip();
        } catch (IOException absent) {
            return "";
        }
    }
}
