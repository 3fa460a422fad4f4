"""Writes what was trained as ONNX, in the folders and with the names of a Stable Diffusion pipeline, and a detector beside it; each graph is compared with PyTorch.

    python export.py WORK_FOLDER MODEL_FOLDER      -> MODEL_FOLDER/pipeline, MODEL_FOLDER/detector, and what differed
"""
import json
import pathlib
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import numpy_helper

from kinds import KINDS
from models import LATENT, TEXT_WIDTH, Detector, DetectorAnswer, Encoder
from sample import GUIDANCE, Painter
from scenes import HELD_OUT, SIZE, example
from tokenizer import LENGTH
from train import as_input, loaded

# Weights are kept as halves and computed with as floats: half the bytes, and onnxruntime has no fast halves on a CPU.
SMALLEST_HALVED = 1_024


def halve_weights(file):
    """Each large tensor as float16, and a Cast behind it that onnxruntime folds when it loads the graph."""
    model = onnx.load(file)
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type != onnx.TensorProto.FLOAT or int(np.prod(tensor.dims)) < SMALLEST_HALVED:
            continue
        values = numpy_helper.to_array(tensor).astype(np.float16)
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values, tensor.name + '_half'))
        casts.append(onnx.helper.make_node('Cast', [tensor.name + '_half'], [tensor.name], to=onnx.TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def write(module, file, inputs, outputs, open_axes):
    """`inputs`: name -> an example. Says how far the graph is from the module, as a share of the answer's deviation."""
    file.parent.mkdir(parents=True, exist_ok=True)
    module = module.to('cpu').float().eval()
    torch.onnx.export(module, tuple(inputs.values()), str(file), input_names=list(inputs), output_names=outputs, dynamic_axes=open_axes, opset_version=17, dynamo=False)
    halve_weights(file)
    session = onnxruntime.InferenceSession(str(file), providers=['CPUExecutionProvider'])
    made = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    with torch.no_grad():
        real = module(*inputs.values())
    real = real if isinstance(real, tuple) else (real,)
    # Of 99 in 100 values: where two neighbours are as high as each other, halves can choose another one for the detector's peak.
    off = max(float(np.quantile(np.abs(a - b.numpy()), 0.99) / (b.std() + 1e-9)) for a, b in zip(made, real))
    print(f'{file}: {file.stat().st_size / 1e6:.2f} MB, off by {off:.1e}')
    if off > 0.05:
        raise SystemExit(f'{file} is not the network that was trained: off by {off}, expected 0.05 at most')


def colours_of_latents(work, scale, count=200):
    """The linear map from latents to the colours of their places that is least wrong, for previews: factors (channels x red, green, blue) and what is added."""
    encoder = next(iter(loaded(work, 'vae', encoder=Encoder()))).cpu()
    with torch.no_grad():
        pictures = as_input(np.stack([example(HELD_OUT + number)[0] for number in range(count)]))
        latents = encoder(pictures)[0] * scale
        colours = F.avg_pool2d(pictures, SIZE // latents.shape[-1])
    places = latents.permute(0, 2, 3, 1).reshape(-1, LATENT)
    solved = torch.linalg.lstsq(torch.cat([places, torch.ones(len(places), 1)], 1), colours.permute(0, 2, 3, 1).reshape(-1, 3)).solution
    *factors, bias = [[round(value, 4) for value in row] for row in solved.tolist()]
    return {'latent_rgb_factors': factors, 'latent_rgb_factors_bias': bias}


def to_json(file, value):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=2) + '\n')


def main(work, target):
    painter = Painter(work)
    detector, = loaded(work, 'detector', detector=Detector(len(KINDS)))
    pipeline = target / 'pipeline'
    ids = torch.tensor([painter.tokenizer.encode('a red mug on a wooden table')])
    torch.manual_seed(0)
    write(painter.text, pipeline / 'text_encoder/model.onnx', {'input_ids': ids}, ['last_hidden_state'], {})
    of_two = {'sample': torch.randn(2, LATENT, SIZE // 8, SIZE // 8), 'timestep': torch.tensor([500, 500]), 'encoder_hidden_states': torch.randn(2, LENGTH, TEXT_WIDTH)}
    write(painter.unet, pipeline / 'unet/model.onnx', of_two, ['out_sample'], {name: {0: 'batch'} for name in (*of_two, 'out_sample')})
    write(painter.decoder, pipeline / 'vae_decoder/model.onnx', {'latent_sample': torch.randn(1, LATENT, SIZE // 8, SIZE // 8) / painter.scale}, ['sample'], {})
    write(DetectorAnswer(detector), target / 'detector/model.onnx', {'pixel_values': torch.rand(1, 3, SIZE, SIZE) * 2 - 1}, ['logits', 'pred_boxes'], {})
    shutil.copytree(work / 'tokenizer', pipeline / 'tokenizer', dirs_exist_ok=True)
    to_json(pipeline / 'model_index.json', {
        '_class_name': 'StableDiffusionPipeline', 'scheduler': ['diffusers', 'DPMSolverMultistepScheduler'], 'tokenizer': ['transformers', 'CLIPTokenizer'],
        'guidance_scale': GUIDANCE, 'text_encoder': ['verisim', 'TextEncoder'], 'unet': ['verisim', 'UNet'], 'vae_decoder': ['verisim', 'Decoder'],
    })
    to_json(pipeline / 'scheduler/scheduler_config.json', {
        '_class_name': 'DPMSolverMultistepScheduler', 'num_train_timesteps': 1_000, 'beta_start': 0.0001, 'beta_end': 0.02, 'beta_schedule': 'linear',
        'prediction_type': 'v_prediction', 'timestep_spacing': 'trailing', 'steps_offset': 0,
    })
    to_json(pipeline / 'text_encoder/config.json', {'hidden_size': TEXT_WIDTH, 'vocab_size': len(painter.tokenizer.vocabulary), 'max_position_embeddings': LENGTH})
    to_json(pipeline / 'unet/config.json', {'cross_attention_dim': TEXT_WIDTH, 'sample_size': SIZE // 8, 'fixed_sample_size': True, 'in_channels': LATENT, 'out_channels': LATENT})
    to_json(pipeline / 'vae_decoder/config.json', {'scaling_factor': painter.scale, 'latent_channels': LATENT, **colours_of_latents(work, painter.scale)})
    to_json(target / 'detector/config.json', {'model_type': 'verisim_nano', 'id2label': dict(enumerate(KINDS))})
    to_json(target / 'detector/preprocessor_config.json', {
        'do_resize': True, 'size': {'height': SIZE, 'width': SIZE}, 'resample': 2, 'do_rescale': True, 'rescale_factor': 1 / 255,
        'do_normalize': True, 'image_mean': [0.5] * 3, 'image_std': [0.5] * 3,
    })


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
