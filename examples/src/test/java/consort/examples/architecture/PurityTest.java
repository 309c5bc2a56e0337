package consort.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The round core, the worker's session and the fold decide from their arguments alone: time and randomness are handed
 * in, and files, sockets and threads are somebody else's.
 */
class PurityTest {
    private static final JavaClasses CONSORT = ProductionClasses.all();

    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.System.currentTimeMillis", "java.lang.System.nanoTime", "java.lang.System.getenv",
            "java.lang.System.getProperty", "java.lang.System.exit", "java.lang.Math.random", "java.lang.Thread.sleep",
            "java.time.Instant.now", "java.time.LocalDate.now", "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now", "java.util.UUID.randomUUID");

    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime", "java.lang.ProcessBuilder",
            "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom", "java.util.Timer",
            "java.time.Clock", "java.time.InstantSource", "java.io.File", "java.io.FileInputStream",
            "java.io.FileOutputStream", "java.nio.file.Files", "java.nio.file.Path",
            "consort.ledger.disk.Disk");

    private static final DescribedPredicate<JavaClass> IMPURE = describe("clocks, threads, randomness or I/O",
            type -> IMPURE_TYPES.contains(type.getName())
                    || type.getPackageName().startsWith("java.util.concurrent")
                    || type.getPackageName().startsWith("java.net")
                    || type.getPackageName().startsWith("java.nio.channels")
                    || type.getPackageName().startsWith("io.grpc")
                    || type.getPackageName().startsWith("io.netty"));

    private static final DescribedPredicate<JavaCall<?>> IMPURE_CALL = describe("clocks or the environment",
            call -> {
                CodeUnitCallTarget target = call.getTarget();
                return IMPURE_CALLS.contains(target.getOwner().getName() + "." + target.getName());
            });

    @ParameterizedTest(name = "{0} is pure")
    @ValueSource(strings = {
        "consort.coordinator.core..", "consort.worker.session..", "consort.ledger.fold..", "consort.ledger.money..",
        "consort.ledger.entry..", "consort.model.sum.."
    })
    void decidesFromItsArgumentsAlone(String packages) {
        purityOf(packages).check(CONSORT);
    }

    /** A rule that nothing can break protects nothing. */
    @Test
    void theRuleFindsWhatIsImpure() {
        assertThatThrownBy(() -> purityOf("consort.ledger.disk..").check(CONSORT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FileDisk");
    }

    private static ArchRule purityOf(String packages) {
        return noClasses().that().resideInAPackage(packages)
                .should().dependOnClassesThat(IMPURE)
                .orShould().callCodeUnitWhere(IMPURE_CALL.forSubtype());
    }
}
