package consort.examples.demo;

import consort.examples.data.DataSet;
import consort.examples.data.Idx;
import consort.examples.data.LabelSplit;
import consort.examples.data.LabeledImages;
import consort.examples.demo.report.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Gets the data and deals the training images out, unevenly, so that each organization's folder holds only its own part.
 *
 * @param home          where this project stands
 * @param organizations who gets a part; the first one gets the test images too
 * @param seed          of the split
 */
record Dealing(Recipe recipe, Path home, Map<String, String> environment, List<String> organizations, long seed) {

    /** Concentration of the Dirichlet split. */
    static final double ALPHA = 0.5;

    /**
     * What was dealt.
     *
     * @param byLabel for each organization, how many images of each class it has
     */
    record Dealt(String source, int trainImages, int testImages, List<List<Integer>> byLabel) {
        int imagesOf(int organization) {
            return byLabel.get(organization).stream().mapToInt(Integer::intValue).sum();
        }
    }

    Dealt into(Layout layout, Consumer<String> say) throws IOException {
        DataSet data = recipe.obtain(home, environment, say);
        List<int[]> parts = LabelSplit.dirichlet(data.train(), organizations.size(), ALPHA, recipe.minimumImages(), seed);
        List<List<Integer>> byLabel = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            LabeledImages own = data.train().select(parts.get(i));
            Idx.writeShard(layout.trainData(organizations.get(i)), own);
            byLabel.add(IntStream.of(own.countByLabel()).boxed().toList());
        }
        Idx.writeShard(layout.testData(organizations.getFirst()), data.test());
        Dealt dealt = new Dealt(data.source(), data.train().count(), data.test().count(), byLabel);
        tell(dealt, say);
        return dealt;
    }

    private void tell(Dealt dealt, Consumer<String> say) {
        say.accept("%s (%s): %s images dealt out unevenly; by class:".formatted(
                recipe.title(), dealt.source(), Text.count(dealt.trainImages())));
        for (int i = 0; i < organizations.size(); i++) {
            StringBuilder row = new StringBuilder("  %-10s%7s  ".formatted(organizations.get(i), Text.count(dealt.imagesOf(i))));
            dealt.byLabel().get(i).forEach(count -> row.append("%6d".formatted(count)));
            say.accept(row.toString());
        }
    }
}
