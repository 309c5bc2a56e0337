package consort.simulator.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simulator fails when it must: each defect that is put into the code on purpose is found, and within few seeds. */
class MutationTest {

    private static final long FEW_SEEDS = 60;

    @TestFactory
    Stream<DynamicTest> everyDefectIsFound() {
        List<Mutation> mutations = Mutations.all();
        assertThat(mutations).hasSizeGreaterThanOrEqualTo(20)
                .noneMatch(mutation -> mutation.tells().isBlank(), "is noticed for whatever goes wrong");
        Map<Mutation, CompletableFuture<String>> told = new LinkedHashMap<>();
        mutations.forEach(mutation -> told.put(mutation, CompletableFuture.supplyAsync(() -> told(mutation))));
        return told.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey().id(), () -> assertThat(each.getValue().join())
                .as(each.getKey() + " within " + FEW_SEEDS + " seeds").contains(each.getKey().tells()).isNotEmpty()));

    }

    /** What the first seed says that notices it for what it is; else what the last one said that failed, or nothing. */
    private static String told(Mutation mutation) {
        try {
            return told(mutation, seeds(mutation));
        } catch (ReflectiveOperationException unloadable) {
            throw new AssertionError(mutation.toString(), unloadable);
        }
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<Long, String, String> seeds(Mutation mutation) throws ReflectiveOperationException {
        return (BiFunction<Long, String, String>) new MutantLoader(mutation).loadClass(Seed.class.getName()).getDeclaredConstructor()
                .newInstance();
    }

    private static String told(Mutation mutation, BiFunction<Long, String, String> seeds) {
        String last = "";
        for (long seed = 1; seed <= FEW_SEEDS; seed++) {
            String told = seeds.apply(seed, mutation.faults());
            if (!told.isEmpty() && told.contains(mutation.tells())) {
                return told;
            }
            last = told.isEmpty() ? last : told;
        }
        return last;
    }
}
