#define VTK_NAMESPACE vtk_avx2
#define VTK_VECTOR 32
#define VTK_COLUMNS 2
#define VTK_TILE_ROWS 6
#include "attention_kernel.h"
#include "depthwise_kernel.h"
#include "gelu_kernel.h"
#include "layer_norm_kernel.h"
#include "linear_kernel.h"
#include "search_kernel.h"
#include "window_attention_kernel.h"
