// Taking and putting parts.
#include "bridge.h"
#include <ATen/TensorIndexing.h>

// Kind: 0 none (a new dimension), 1 ellipsis, 2 an integer, 3 a boolean, 4 a slice, 5 a tensor. Absent bounds are the smallest integer.
struct Index { int64_t kind, start, stop, step; Ref tensor; };

#if TORCH_VERSION_MAJOR >= 2
using Bound = c10::SymInt;
#else
using Bound = int64_t;
#endif

static std::vector<at::indexing::TensorIndex> indexes(const Index* p, int n) {
    using namespace at::indexing;
    const int64_t absent = std::numeric_limits<int64_t>::min();
    std::vector<TensorIndex> v;
    v.reserve((size_t)n);
    for (const Index* i = p; i < p + n; i++) {
        switch (i->kind) {
        case 0: v.emplace_back(None); break;
        case 1: v.emplace_back(Ellipsis); break;
        case 2: v.emplace_back(i->start); break;
        case 3: v.emplace_back(i->start != 0); break;
        case 4: {
            auto bound = [absent](int64_t x) { return x == absent ? Optional<Bound>() : Optional<Bound>(Bound(x)); };
            v.emplace_back(Slice(bound(i->start), bound(i->stop), bound(i->step)));
            break;
        }
        default: v.emplace_back(*i->tensor);
        }
    }
    return v;
}

BRIDGE_TENSOR(index_get, (Ref t, const Index* p, int n), t->index(indexes(p, n)))
BRIDGE_ACTION(index_put, (Mutable t, const Index* p, int n, Ref value), t->index_put_(indexes(p, n), *value))
BRIDGE_ACTION(index_put_scalar, (Mutable t, const Index* p, int n, Number value), t->index_put_(indexes(p, n), value.value()))

BRIDGE_TENSOR(index_select, (Ref t, int64_t dim, Ref index), t->index_select(dim, *index))
BRIDGE_TENSOR(index_one, (Ref t, int64_t dim, int64_t index), t->select(dim, index))
BRIDGE_TENSOR(index_narrow, (Ref t, int64_t dim, int64_t start, int64_t length), t->narrow(dim, start, length))
BRIDGE_TENSOR(index_slice, (Ref t, int64_t dim, int64_t start, int64_t finish, int64_t step), t->slice(dim, start, finish, step))
BRIDGE_TENSOR(index_gather, (Ref t, int64_t dim, Ref index), t->gather(dim, *index))
BRIDGE_TENSOR(index_take, (Ref t, Ref index), t->take(*index))
BRIDGE_TENSOR(index_take_along_dim, (Ref t, Ref index), t->take_along_dim(*index))
BRIDGE_TENSOR(index_take_along_dim_at, (Ref t, Ref index, int64_t dim), t->take_along_dim(*index, dim))
BRIDGE_TENSOR(index_scatter, (Ref t, int64_t dim, Ref index, Ref source), t->scatter(dim, *index, *source))
BRIDGE_ACTION(index_scatter_, (Mutable t, int64_t dim, Ref index, Ref source), t->scatter_(dim, *index, *source))
BRIDGE_TENSOR(index_scatter_add, (Ref t, int64_t dim, Ref index, Ref source), t->scatter_add(dim, *index, *source))
BRIDGE_ACTION(index_scatter_add_, (Mutable t, int64_t dim, Ref index, Ref source), t->scatter_add_(dim, *index, *source))
BRIDGE_TENSOR(index_add, (Ref t, int64_t dim, Ref index, Ref source, Number alpha), t->index_add(dim, *index, *source, alpha.value()))
BRIDGE_ACTION(index_add_, (Mutable t, int64_t dim, Ref index, Ref source, Number alpha), t->index_add_(dim, *index, *source, alpha.value()))
BRIDGE_TENSOR(index_copy, (Ref t, int64_t dim, Ref index, Ref source), t->index_copy(dim, *index, *source))
BRIDGE_ACTION(index_copy_, (Mutable t, int64_t dim, Ref index, Ref source), t->index_copy_(dim, *index, *source))
BRIDGE_TENSOR(index_fill, (Ref t, int64_t dim, Ref index, Number value), t->index_fill(dim, *index, value.value()))
BRIDGE_ACTION(index_fill_, (Mutable t, int64_t dim, Ref index, Number value), t->index_fill_(dim, *index, value.value()))
BRIDGE_TENSOR(index_masked_fill, (Ref t, Ref mask, Number value), t->masked_fill(*mask, value.value()))
BRIDGE_ACTION(index_masked_fill_, (Mutable t, Ref mask, Number value), t->masked_fill_(*mask, value.value()))
BRIDGE_TENSOR(index_masked_select, (Ref t, Ref mask), t->masked_select(*mask))
BRIDGE_TENSOR(index_masked_scatter, (Ref t, Ref mask, Ref value), t->masked_scatter(*mask, *value))
BRIDGE_ACTION(index_masked_scatter_, (Mutable t, Ref mask, Ref value), t->masked_scatter_(*mask, *value))
BRIDGE_TENSOR(index_nonzero, (Ref t), t->nonzero())
BRIDGE_TENSOR(index_argwhere, (Ref t), t->argwhere())
BRIDGE_TENSOR(index_where, (Ref condition, Ref x, Ref y), at::where(*condition, *x, *y))
BRIDGE_ACTION(index_where_all, (Ref condition, List* out), give(out, at::where(*condition)))
BRIDGE_TENSOR(index_bucketize, (Ref t, Ref boundaries, int int32, int right), at::bucketize(*t, *boundaries, int32 != 0, right != 0))
BRIDGE_TENSOR(index_searchsorted, (Ref sequence, Ref values, int int32, int right, Ref sorter),
    at::searchsorted(*sequence, *values, int32 != 0, right != 0, Optional<c10::string_view>(), maybe(sorter)))
BRIDGE_TENSOR(index_searchsorted_scalar, (Ref sequence, Number value, int int32, int right, Ref sorter),
    at::searchsorted(*sequence, value.value(), int32 != 0, right != 0, Optional<c10::string_view>(), maybe(sorter)))
BRIDGE_TENSOR(index_select_scatter, (Ref t, Ref source, int64_t dim, int64_t index), at::select_scatter(*t, *source, dim, index))
BRIDGE_TENSOR(index_slice_scatter, (Ref t, Ref source, int64_t dim, const int64_t* start, const int64_t* end, int64_t step),
    at::slice_scatter(*t, *source, dim, start ? Optional<int64_t>(*start) : Optional<int64_t>(), end ? Optional<int64_t>(*end) : Optional<int64_t>(), step))
