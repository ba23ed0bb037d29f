namespace TorchSharp;

public static partial class torch
{
    // The same values seen or arranged differently.
    public unsafe partial class Tensor
    {
        public Tensor view(params long[] shape)
        {
            fixed (long* p0 = shape) return Make(Bridge.shape_view(Handle, p0, shape.Length), this);
        }

        public Tensor reshape(params long[] shape)
        {
            fixed (long* p0 = shape) return Make(Bridge.shape_reshape(Handle, p0, shape.Length), this);
        }

        public Tensor permute(params long[] permutation)
        {
            fixed (long* p0 = permutation) return Make(Bridge.shape_permute(Handle, p0, permutation.Length), this);
        }

        public Tensor repeat(params long[] sizes)
        {
            fixed (long* p0 = sizes) return Make(Bridge.shape_repeat(Handle, p0, sizes.Length), this);
        }

        public Tensor flip(params long[] dims)
        {
            fixed (long* p0 = dims) return Make(Bridge.shape_flip(Handle, p0, dims.Length), this);
        }

        public Tensor broadcast_to(params long[] shape)
        {
            fixed (long* p0 = shape) return Make(Bridge.shape_broadcast_to(Handle, p0, shape.Length), this);
        }

        public Tensor tile(long[] reps)
        {
            fixed (long* p0 = reps) return Make(Bridge.shape_tile(Handle, p0, reps.Length), this);
        }

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* p0 = sizes) return Make(Bridge.shape_expand(Handle, p0, sizes.Length, isImplicit ? 1 : 0), this);
        }

        public Tensor expand(params long[] sizes) => expand(new ReadOnlySpan<long>(sizes));
        public Tensor expand(long[] sizes, bool isImplicit = false) => expand(new ReadOnlySpan<long>(sizes), isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(new ReadOnlySpan<long>(sizes.Shape), isImplicit);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor view_as(Tensor other) => view(other.shape);
        public Tensor fliplr() => Make(Bridge.shape_fliplr(Handle), this);
        public Tensor flipud() => Make(Bridge.shape_flipud(Handle), this);
        public Tensor rot90(long k = 1, (long, long)? dims = null) => Rotated(k, dims ?? (0, 1));

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default)
        {
            fixed (long* p0 = shifts, p1 = dims) return Make(Bridge.shape_roll(Handle, p0, shifts.Length, p1, dims.Length), this);
        }

        public Tensor roll(long shifts, long? dims = null) => roll([shifts], dims is null ? default : new ReadOnlySpan<long>([dims.Value]));
        public Tensor roll(long[] shifts) => roll(new ReadOnlySpan<long>(shifts));
        public Tensor roll(long[] shifts, long[] dims) => roll(new ReadOnlySpan<long>(shifts), new ReadOnlySpan<long>(dims));
        public Tensor roll((long, long) shifts, (long, long) dims) => roll(new ReadOnlySpan<long>([shifts.Item1, shifts.Item2]), new ReadOnlySpan<long>([dims.Item1, dims.Item2]));
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => roll(new ReadOnlySpan<long>([shifts.Item1, shifts.Item2, shifts.Item3]), new ReadOnlySpan<long>([dims.Item1, dims.Item2, dims.Item3]));

        public Tensor movedim(long[] source, long[] destination)
        {
            fixed (long* p0 = source, p1 = destination) return Make(Bridge.shape_movedim(Handle, p0, source.Length, p1, destination.Length), this);
        }

        public Tensor moveaxis(long[] source, long[] destination)
        {
            fixed (long* p0 = source, p1 = destination) return Make(Bridge.shape_movedim(Handle, p0, source.Length, p1, destination.Length), this);
        }

        public Tensor transpose(long dim0, long dim1) => Make(Bridge.shape_transpose(Handle, dim0, dim1), this);
        public Tensor swapaxes(long dim0, long dim1) => Make(Bridge.shape_transpose(Handle, dim0, dim1), this);
        public Tensor swapdims(long dim0, long dim1) => Make(Bridge.shape_transpose(Handle, dim0, dim1), this);
        public Tensor transpose_(long dim0, long dim1) => Changed(Bridge.shape_transpose_(Handle, dim0, dim1));
        public Tensor t() => Make(Bridge.shape_t(Handle), this);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Make(Bridge.shape_flatten(Handle, start_dim, end_dim), this);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            fixed (long* p0 = sizes) return Make(Bridge.shape_unflatten(Handle, dim, p0, sizes.Length), this);
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);
        public Tensor squeeze(long? dim = null) => dim is long dimension ? Make(Bridge.shape_squeeze_dim(Handle, dimension), this) : Make(Bridge.shape_squeeze(Handle), this);
        public Tensor squeeze_(long? dim = null) => dim is long dimension ? Changed(Bridge.shape_squeeze_dim_(Handle, dimension)) : Changed(Bridge.shape_squeeze_(Handle));
        public Tensor unsqueeze(long dim) => Make(Bridge.shape_unsqueeze(Handle, dim), this);
        public Tensor unsqueeze_(long dim) => Changed(Bridge.shape_unsqueeze_(Handle, dim));

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0)
        {
            fixed (long* p0 = size, p1 = strides) return Make(Bridge.shape_as_strided(Handle, p0, size.Length, p1, strides.Length, storageOffset), this);
        }

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Make(Bridge.shape_diagonal(Handle, offset, dim1, dim2), this);
        public Tensor diag(long diagonal = 0) => Make(Bridge.shape_diag(Handle, diagonal), this);
        public Tensor tril(long diagonal = 0) => Make(Bridge.shape_tril(Handle, diagonal), this);
        public Tensor tril_(long diagonal = 0) => Changed(Bridge.shape_tril_(Handle, diagonal));
        public Tensor triu(long diagonal = 0) => Make(Bridge.shape_triu(Handle, diagonal), this);
        public Tensor triu_(long diagonal = 0) => Changed(Bridge.shape_triu_(Handle, diagonal));
        public Tensor unfold(long dimension, long size, long step) => Make(Bridge.shape_unfold(Handle, dimension, size, step), this);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            var (dimension, size) = (dim ?? 0, output_size ?? 0);
            return Make(Bridge.shape_repeat_interleave(Handle, repeats, dim is null ? null : &dimension, output_size is null ? null : &size), this);
        }

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            var (dimension, size) = (dim ?? 0, output_size ?? 0);
            return Make(Bridge.shape_repeat_interleave_tensor(Handle, repeats.Handle, dim is null ? null : &dimension, output_size is null ? null : &size), this, repeats);
        }

        public Tensor[] split(long size, int dim = 0)
        {
            NativeList list;
            Changed(Bridge.shape_split(Handle, size, dim, &list));
            return Bridge.Take(list);
        }

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            NativeList list;
            fixed (long* p0 = sizes) Changed(Bridge.shape_split_sizes(Handle, p0, sizes.Length, dim, &list));
            return Bridge.Take(list);
        }

        public Tensor[] split(long[] sizes, long dim = 0) => split(new ReadOnlySpan<long>(sizes), dim);
        public Tensor[] split(params long[] sizes) => split(new ReadOnlySpan<long>(sizes), 0);

        public Tensor[] chunk(long chunks, long dim = 0)
        {
            NativeList list;
            Changed(Bridge.shape_chunk(Handle, chunks, dim, &list));
            return Bridge.Take(list);
        }

        public Tensor[] unbind(long dimension = 0)
        {
            NativeList list;
            Changed(Bridge.shape_unbind(Handle, dimension, &list));
            return Bridge.Take(list);
        }

        public Tensor[] tensor_split(long size, long dim = 0)
        {
            NativeList list;
            Changed(Bridge.shape_tensor_split(Handle, size, dim, &list));
            return Bridge.Take(list);
        }

        public Tensor[] tensor_split(long[] sizes, long dim = 0)
        {
            NativeList list;
            fixed (long* p0 = sizes) Changed(Bridge.shape_tensor_split_at(Handle, p0, sizes.Length, dim, &list));
            return Bridge.Take(list);
        }

        public Tensor[] tensor_split(Tensor indices, long dim = 0)
        {
            NativeList list;
            Changed(Bridge.shape_tensor_split_by(Handle, indices.Handle, dim, &list));
            return Bridge.Take(list);
        }

        public Tensor[] hsplit(long size)
        {
            NativeList list;
            Changed(Bridge.shape_hsplit(Handle, size, &list));
            return Bridge.Take(list);
        }

        public Tensor[] hsplit(params long[] sizes)
        {
            NativeList list;
            fixed (long* p0 = sizes) Changed(Bridge.shape_hsplit_at(Handle, p0, sizes.Length, &list));
            return Bridge.Take(list);
        }

        public Tensor[] hsplit(Tensor indices) => hsplit(indices.data<long>().ToArray());

        public Tensor[] vsplit(long size)
        {
            NativeList list;
            Changed(Bridge.shape_vsplit(Handle, size, &list));
            return Bridge.Take(list);
        }

        public Tensor[] vsplit(params long[] sizes)
        {
            NativeList list;
            fixed (long* p0 = sizes) Changed(Bridge.shape_vsplit_at(Handle, p0, sizes.Length, &list));
            return Bridge.Take(list);
        }

        public Tensor[] vsplit(Tensor indices) => vsplit(indices.data<long>().ToArray());

        public Tensor[] dsplit(long size)
        {
            NativeList list;
            Changed(Bridge.shape_dsplit(Handle, size, &list));
            return Bridge.Take(list);
        }

        public Tensor[] dsplit(params long[] sizes)
        {
            NativeList list;
            fixed (long* p0 = sizes) Changed(Bridge.shape_dsplit_at(Handle, p0, sizes.Length, &list));
            return Bridge.Take(list);
        }

        public Tensor[] dsplit(Tensor indices) => dsplit(indices.data<long>().ToArray());
        public Tensor atleast_1d() => Make(Bridge.shape_atleast_1d(Handle), this);
        public Tensor atleast_2d() => Make(Bridge.shape_atleast_2d(Handle), this);
        public Tensor atleast_3d() => Make(Bridge.shape_atleast_3d(Handle), this);
        public Tensor ravel() => Make(Bridge.shape_ravel(Handle), this);
        public Tensor adjoint() => Make(Bridge.shape_adjoint(Handle), this);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Make(Bridge.shape_diag_embed(Handle, offset, dim1, dim2), this);
        public Tensor diagflat(long offset = 0) => Make(Bridge.shape_diagflat(Handle, offset), this);
    }
}
