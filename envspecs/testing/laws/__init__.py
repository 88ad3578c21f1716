"""What holds of every task spec and every environment, law by law, and the tables of all of them."""

from envspecs.testing.laws.batching import (
    any_number_of_environments,
    async_equals_vector,
    masks_restart_those_alone,
    modes_are_told,
    rows_equal_single_environments,
    sync_equals_vector,
    time_limits_agree,
)
from envspecs.testing.laws.bounds import (
    limits_are_kept,
    losses_are_not_negative,
    rewards_are_bounded,
)
from envspecs.testing.laws.buffers import (
    actions_are_left_alone,
    results_may_be_written_to,
    results_share_no_memory,
)
from envspecs.testing.laws.changing import (
    changes_change_what_they_name,
    overriding_nothing_changes_nothing,
    specs_are_frozen,
    specs_pickle,
    unknown_keys_are_refused,
    variants_resolve,
)
from envspecs.testing.laws.declaring import (
    fields_are_described,
    gymnasium_makes_the_same,
    spaces_are_as_declared,
    specs_fit_the_schema,
)
from envspecs.testing.laws.distributions import (
    beginnings_are_drawn_alike,
    first_and_later_episodes_are_drawn_alike,
    instances_are_drawn_evenly,
)
from envspecs.testing.laws.endings import (
    infos_have_masks,
    reset_steps_carry_nothing,
    steps_need_an_episode,
)
from envspecs.testing.laws.frames import (
    frames_have_one_shape,
    frames_of_vectors_are_those_of_single_ones,
    rendering_changes_nothing,
)
from envspecs.testing.laws.gymnasium_s import (
    copies_play_the_same,
    early_steps_fail_clearly,
    infos_have_rows,
    masks_begin_what_they_name,
    masks_leave_others_alone,
    metadata_tells_the_mode,
    resetting_is_not_rewarded,
)
from envspecs.testing.laws.leaks import (
    nothing_is_left_after_automatic_resets,
    nothing_is_left_after_masks,
    nothing_is_left_after_resets,
)
from envspecs.testing.laws.playing import any_action_can_be_taken
from envspecs.testing.laws.refusing import (
    numpy_s_integers_are_integers,
    wrong_actions_are_refused,
)
from envspecs.testing.laws.results import (
    flags_are_bools,
    info_is_plain,
    losses_are_their_definition,
    metrics_sum_up_episodes,
    observations_fit,
    results_are_typed,
    rewards_add_up,
    spaces_are_public,
    time_runs_from_first_to_last_step,
)
from envspecs.testing.laws.rows import (
    last_observations_are_kept,
    results_have_rows,
)
from envspecs.testing.laws.saving import (
    copies_continue,
    pickles_continue,
    states_are_copies,
    states_continue,
    wrong_states_are_refused,
)
from envspecs.testing.laws.scenarios import (
    one_value_or_one_each,
    options_are_left_alone,
    options_reach_whom_the_mask_names,
    refused_resets_change_nothing,
    scenarios_change_no_other_draw,
    scenarios_hold_for_one_reset,
    splits_may_be_given,
    wrong_masks_are_refused,
)
from envspecs.testing.laws.seeding import (
    episodes_are_replayed_alone,
    every_reset_begins_the_next_episode,
    handed_generators_decide,
    no_seed_no_repetition,
    seeds_decide,
    zero_is_a_seed,
)
from envspecs.testing.laws.solving import (
    oracles_are_right,
    truth_can_be_seen,
)
from envspecs.testing.laws.surroundings import (
    closed_environments_say_so,
    closing_leaves_nothing_behind,
    global_generators_are_left_alone,
    nothing_is_printed,
)
from envspecs.testing.laws.tables import LAWS, PROCESS_LAWS, SPACE_LAWS, SPEC_LAWS
from envspecs.testing.laws.writing import (
    specs_may_be_extended,
    specs_survive_json,
    specs_survive_toml,
    specs_survive_yaml,
)

__all__ = [
    "LAWS",
    "PROCESS_LAWS",
    "SPACE_LAWS",
    "SPEC_LAWS",
    "actions_are_left_alone",
    "any_action_can_be_taken",
    "any_number_of_environments",
    "async_equals_vector",
    "beginnings_are_drawn_alike",
    "changes_change_what_they_name",
    "closed_environments_say_so",
    "closing_leaves_nothing_behind",
    "copies_continue",
    "copies_play_the_same",
    "early_steps_fail_clearly",
    "episodes_are_replayed_alone",
    "every_reset_begins_the_next_episode",
    "fields_are_described",
    "first_and_later_episodes_are_drawn_alike",
    "flags_are_bools",
    "frames_have_one_shape",
    "frames_of_vectors_are_those_of_single_ones",
    "global_generators_are_left_alone",
    "gymnasium_makes_the_same",
    "handed_generators_decide",
    "info_is_plain",
    "infos_have_masks",
    "infos_have_rows",
    "instances_are_drawn_evenly",
    "last_observations_are_kept",
    "limits_are_kept",
    "losses_are_not_negative",
    "losses_are_their_definition",
    "masks_begin_what_they_name",
    "masks_leave_others_alone",
    "masks_restart_those_alone",
    "metadata_tells_the_mode",
    "metrics_sum_up_episodes",
    "modes_are_told",
    "no_seed_no_repetition",
    "nothing_is_left_after_automatic_resets",
    "nothing_is_left_after_masks",
    "nothing_is_left_after_resets",
    "nothing_is_printed",
    "numpy_s_integers_are_integers",
    "observations_fit",
    "one_value_or_one_each",
    "options_are_left_alone",
    "options_reach_whom_the_mask_names",
    "oracles_are_right",
    "overriding_nothing_changes_nothing",
    "pickles_continue",
    "refused_resets_change_nothing",
    "rendering_changes_nothing",
    "reset_steps_carry_nothing",
    "resetting_is_not_rewarded",
    "results_are_typed",
    "results_have_rows",
    "results_may_be_written_to",
    "results_share_no_memory",
    "rewards_add_up",
    "rewards_are_bounded",
    "rows_equal_single_environments",
    "scenarios_change_no_other_draw",
    "scenarios_hold_for_one_reset",
    "seeds_decide",
    "spaces_are_as_declared",
    "spaces_are_public",
    "specs_are_frozen",
    "specs_fit_the_schema",
    "specs_may_be_extended",
    "specs_pickle",
    "specs_survive_json",
    "specs_survive_toml",
    "specs_survive_yaml",
    "splits_may_be_given",
    "states_are_copies",
    "states_continue",
    "steps_need_an_episode",
    "sync_equals_vector",
    "time_limits_agree",
    "time_runs_from_first_to_last_step",
    "truth_can_be_seen",
    "unknown_keys_are_refused",
    "variants_resolve",
    "wrong_actions_are_refused",
    "wrong_masks_are_refused",
    "wrong_states_are_refused",
    "zero_is_a_seed",
]
