#define VTK_NAMESPACE vtk_avx512
#define VTK_VECTOR 64
#define VTK_COLUMNS 4
#define VTK_TILE_ROWS 14
#include "attention_kernel.h"
#include "depthwise_kernel.h"
#include "gelu_kernel.h"
#include "layer_norm_kernel.h"
#include "linear_kernel.h"
#include "search_kernel.h"
#include "window_attention_kernel.h"
