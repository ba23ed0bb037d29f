// Losses, and what they are made of. Reductions count as libtorch's: 0 none, 1 mean, 2 sum.
#include "bridge.h"

BRIDGE_TENSOR(nn_cross_entropy, (Ref x, Ref target, Ref weight, int64_t reduction, int64_t ignore, double smoothing),
    at::cross_entropy_loss(*x, *target, maybe(weight), reduction, ignore, smoothing))
BRIDGE_TENSOR(nn_nll_loss, (Ref x, Ref target, Ref weight, int64_t reduction), at::nll_loss_nd(*x, *target, maybe(weight), reduction, -100))
BRIDGE_TENSOR(nn_mse_loss, (Ref x, Ref target, int64_t reduction), at::mse_loss(*x, *target, reduction))
BRIDGE_TENSOR(nn_l1_loss, (Ref x, Ref target, int64_t reduction), at::l1_loss(*x, *target, reduction))
BRIDGE_TENSOR(nn_smooth_l1_loss, (Ref x, Ref target, int64_t reduction, double beta), at::smooth_l1_loss(*x, *target, reduction, beta))
BRIDGE_TENSOR(nn_huber_loss, (Ref x, Ref target, int64_t reduction, double delta), at::huber_loss(*x, *target, reduction, delta))
BRIDGE_TENSOR(nn_kl_div, (Ref x, Ref target, int64_t reduction, int logarithms), at::kl_div(*x, *target, reduction, logarithms != 0))
BRIDGE_TENSOR(nn_bce, (Ref x, Ref target, Ref weight, int64_t reduction), at::binary_cross_entropy(*x, *target, maybe(weight), reduction))
BRIDGE_TENSOR(nn_bce_logits, (Ref x, Ref target, Ref weight, Ref positive, int64_t reduction),
    at::binary_cross_entropy_with_logits(*x, *target, maybe(weight), maybe(positive), reduction))
BRIDGE_TENSOR(nn_cosine_similarity, (Ref a, Ref b, int64_t dim, double eps), at::cosine_similarity(*a, *b, dim, eps))
BRIDGE_TENSOR(nn_cosine_embedding_loss, (Ref a, Ref b, Ref target, double margin, int64_t reduction), at::cosine_embedding_loss(*a, *b, *target, margin, reduction))
BRIDGE_TENSOR(nn_one_hot, (Ref x, int64_t classes), at::one_hot(*x, classes))
