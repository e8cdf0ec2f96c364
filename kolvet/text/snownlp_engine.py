"""The baseline: snownlp's sentiment of the clauses that name the brand.

snownlp knows no target and no neutral: it gives p, the probability that a text is positive, from
shop reviews. The three stances get p², 2p(1-p) and (1-p)², the chances of two draws that agree or
differ, so a text is supportive from p = 2/3, critical up to 1/3 and neutral between.
"""

from collections.abc import Callable, Sequence

from kolvet.text.probabilities import Probabilities, Reading, likeliest
from kolvet.text.rules import spell_out
from kolvet.text.scene import Scene


def load_snownlp() -> Callable[[Sequence[Scene]], list[Reading]]:
    """Load snownlp (about four CPU seconds) and give its scorer."""
    from snownlp import SnowNLP

    def probabilities(scene: Scene) -> Probabilities:
        clauses = [scene.clauses[index] for index in scene.targets]
        text = ",".join(spell_out(scene, clause.start, clause.end) for clause in clauses)
        positive = float(SnowNLP(text).sentiments)
        return Probabilities((1.0 - positive) ** 2, 2.0 * positive * (1.0 - positive), positive**2)

    return lambda scenes: [likeliest(probabilities(scene)) for scene in scenes]
