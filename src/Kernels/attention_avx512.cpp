#define VTK_NAMESPACE vtk_attention_avx512
#define VTK_VECTOR 64
#define VTK_COLUMNS 4
#include "attention_kernel.h"
