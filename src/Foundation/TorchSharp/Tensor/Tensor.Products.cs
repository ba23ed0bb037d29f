namespace TorchSharp;

public static partial class torch
{
    // Matrix products.
    public unsafe partial class Tensor
    {
        public Tensor matmul(Tensor target) => Make(Bridge.product_matmul(Handle, target.Handle), this, target);
        public Tensor mm(Tensor target) => Make(Bridge.product_mm(Handle, target.Handle), this, target);
        public Tensor bmm(Tensor batch2) => Make(Bridge.product_bmm(Handle, batch2.Handle), this, batch2);
        public Tensor mv(Tensor target) => Make(Bridge.product_mv(Handle, target.Handle), this, target);
        public Tensor dot(Tensor target) => Make(Bridge.product_dot(Handle, target.Handle), this, target);
        public Tensor inner(Tensor vec2) => Make(Bridge.product_inner(Handle, vec2.Handle), this, vec2);
        public Tensor outer(Tensor vec2) => Make(Bridge.product_outer(Handle, vec2.Handle), this, vec2);
        public Tensor ger(Tensor vec2) => outer(vec2);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Make(Bridge.product_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha), this, mat1, mat2);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Make(Bridge.product_addbmm(Handle, batch1.Handle, batch2.Handle, beta, alpha), this, batch1, batch2);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Changed(Bridge.product_addmm_(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1, mat2);

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2)
        {
            fixed (long* p0 = dims1, p1 = dims2) return Make(Bridge.product_tensordot(Handle, b.Handle, p0, dims1.Length, p1, dims2.Length), this, b);
        }

        public Tensor tensordot(Tensor b, long dims = 2) => tensordot(b, LastDimensions(dims), FirstDimensions(dims));
        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, dims.Select(d => d.Item1).ToArray(), dims.Select(d => d.Item2).ToArray());
        public Tensor kron(Tensor other) => Make(Bridge.product_kron(Handle, other.Handle), this, other);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Make(Bridge.product_addmv(Handle, mat.Handle, vec.Handle, beta, alpha), this, mat, vec);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => Make(Bridge.product_addr(Handle, vec1.Handle, vec2.Handle, beta, alpha), this, vec1, vec2);
    }
}
