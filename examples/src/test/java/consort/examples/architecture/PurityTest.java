package consort.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The round core, the worker's session and the fold decide from their arguments alone: time and randomness are handed
 * in, and files, sockets and threads are somebody else's. Each may use its own package, what is named beside it, and of
 * Java what {@link PureJava} names; so the core knows nothing of the loop around it, nor the session of the agent.
 */
class PurityTest {

    private static final JavaClasses CONSORT = ProductionClasses.all();

    @ParameterizedTest(name = "{0} is pure")
    @CsvSource(delimiter = '|', value = {
        "consort.coordinator.core | consort.ledger.entry consort.ledger.fold consort.ledger.json consort.ledger.merkle"
                + " consort.ledger.money consort.ledger.note consort.ledger.plan consort.proto com.google.protobuf"
                + " consort.ledger.log.Checkpoint consort.ledger.log.SignedCheckpoint",
        "consort.worker.session | consort.ledger.entry consort.ledger.json consort.ledger.merkle consort.ledger.note"
                + " consort.worker.policy consort.worker.trust consort.proto com.google.protobuf"
                + " consort.ledger.log.Checkpoint consort.ledger.log.SignedCheckpoint consort.ledger.log.TlogProof",
        "consort.worker.policy | consort.worker.policy",
        "consort.worker.trust | consort.ledger.entry consort.ledger.note com.google.protobuf",
        "consort.ledger.fold | consort.ledger.entry consort.ledger.json consort.ledger.merkle consort.ledger.money"
                + " consort.ledger.note consort.model.sum consort.model.aggregate.AggregationRule"
                + " consort.model.aggregate.FedAvg",
        "consort.ledger.entry | consort.ledger.json consort.ledger.merkle consort.ledger.note",
        "consort.ledger.json | com.fasterxml.jackson.core java.io.IOException java.io.UncheckedIOException",
        "consort.ledger.merkle | java.io.IOException",
        "consort.ledger.note | consort.ledger.ed25519",
        "consort.ledger.money | consort.ledger.money",
        "consort.ledger.export | consort.ledger.entry consort.ledger.fold consort.ledger.json consort.ledger.money",
        "consort.ledger.plan | consort.ledger.entry consort.ledger.fold consort.ledger.json consort.ledger.money",
        "consort.model.sum | consort.model.tensor.Layout consort.model.tensor.LayoutException"
                + " consort.model.tensor.NameOrder consort.model.tensor.Names",
    })
    void decidesFromItsArgumentsAlone(String area, String others) {
        EvaluationResult result = purity(area, List.of(others.split(" "))).evaluate(CONSORT);
        assertThat(result.getFailureReport().getDetails()).isEmpty();
    }

    /** A rule that nothing can break protects nothing. */
    @ParameterizedTest(name = "{0} is found")
    @MethodSource("impureClasses")
    void theRuleFindsEveryKindOfImpurity(Class<?> impure) {
        assertThat(violations(impure)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = Planted.Pure.class)
    void theRuleLeavesAloneWhatIsPure(Class<?> pure) {
        assertThat(violations(pure)).isEmpty();
    }

    private static Stream<Class<?>> impureClasses() {
        return Stream.of(Planted.class.getDeclaredClasses()).filter(planted -> planted != Planted.Pure.class);
    }

    private static List<String> violations(Class<?> planted) {
        String area = planted.getPackageName();
        return purity(area, List.of()).evaluate(new ClassFileImporter().importClasses(planted)).getFailureReport().getDetails();
    }

    /** @param others packages, or classes by their full name */
    private static CompositeArchRule purity(String area, List<String> others) {
        return CompositeArchRule
                .of(classes().that().resideInAPackage(area + "..").should()
                        .onlyDependOnClassesThat(PureJava.TYPES.or(PureJava.inAnyOf(area, others))))
                .and(noClasses().that().resideInAPackage(area + "..").should()
                        .accessTargetWhere(PureJava.IMPURE_MEMBER));
    }
}
