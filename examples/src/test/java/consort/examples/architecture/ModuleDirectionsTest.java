package consort.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may depend on whom, as ARCHITECTURE.md's table has it. Maven allows what a POM says; this says what a POM may say. */
class ModuleDirectionsTest {
    private static final JavaClasses CONSORT = ProductionClasses.all();

    @ParameterizedTest(name = "{0} does not depend on {1}")
    @CsvSource({
        "model, ledger certs settings trainer coordinator worker simulator examples proto",
        "ledger, certs settings trainer coordinator worker simulator examples proto",
        "certs, model ledger settings trainer coordinator worker simulator examples proto",
        "proto, model ledger certs settings trainer coordinator worker simulator examples",
        "settings, model certs coordinator worker simulator examples trainer proto",
        "trainer, ledger certs settings coordinator worker simulator examples proto",
        "trainer.protocol, trainer.djl",
        "coordinator, trainer worker simulator examples",
        "worker, trainer.djl coordinator simulator examples",
        "simulator, trainer.djl examples",
    })
    void dependsOnlyOnWhatStandsBelowIt(String module, String forbidden) {
        for (String other : forbidden.split(" ")) {
            noClasses().that().resideInAPackage("consort." + module + "..")
                    .should().dependOnClassesThat().resideInAPackage("consort." + other + "..")
                    .check(CONSORT);
        }
    }

    @Test
    void onlyTheBuiltInTrainerKnowsDjl() {
        noClasses().that().resideOutsideOfPackage("consort.trainer.djl..")
                .should().dependOnClassesThat().resideInAPackage("ai.djl..")
                .check(CONSORT);
    }

    @Test
    void onlyTestsKnowTheFuzzer() {
        noClasses().that().resideOutsideOfPackage("consort.fuzz..")
                .should().dependOnClassesThat().resideInAPackage("consort.fuzz..").check(CONSORT);
    }

    @Test
    void noModuleOfLeftovers() {
        noClasses().should().resideInAnyPackage("consort..util..", "consort..common..", "consort..helper..")
                .check(CONSORT);
    }
}
