"""Writes what lies in the model's folders into the manifest: each file with its bytes and its SHA-256, as every file that comes with a version needs. Again after each export.

    python register.py
"""
import hashlib
import json
import pathlib
import re

from kinds import KINDS

HERE = pathlib.Path(__file__).resolve().parents[1]
MANIFEST = HERE.parent / 'manifest.json'
ENTRY = r',\n    \{\n      "id": "verisim-nano.*?\n    \}'
ABOUT = (
    {'id': 'verisim-nano', 'name': 'Verisim nano: simple drawings, 128 x 128', 'kind': 'IMAGE', 'folder': 'pipeline',
     'notes': f'A small diffusion model that comes with Verisim, trained on drawings alone. It draws {len(KINDS)} kinds of things in 12 colours on 8 backgrounds, 128 x 128 pixels and no other size. '
              'It knows no other things, and makes no photos. More in models/verisim-nano/README.md.'},
    {'id': 'verisim-nano-detector', 'name': 'Verisim nano: detector of its drawings', 'kind': 'DETECTOR', 'folder': 'detector',
     'notes': f'Finds the {len(KINDS)} kinds of things that verisim-nano draws, in such drawings; in photos it is no good: pull owlv2-base-patch16-ensemble for them.'},
)


def entry_of(folder, **about):
    root = HERE / folder
    files = sorted(path for path in root.rglob('*') if path.is_file())
    if not files:
        raise SystemExit(f'{root}: expected the files of a model, got none; run export.py first')
    lines = [f'        {json.dumps(path.relative_to(root).as_posix())}: {{ "bytes": {path.stat().st_size}, "sha256": "{hashlib.sha256(path.read_bytes()).hexdigest()}" }}' for path in files]
    head = {key: about[key] for key in ('id', 'name', 'kind')} | {'shipped': f'{HERE.name}/{folder}'}
    tail = {'license': 'MIT', 'notes': about['notes']}
    members = [f'      {json.dumps(key)}: {json.dumps(value)}' for key, value in head.items()]
    members += ['      "files": {\n' + ',\n'.join(lines) + '\n      }']
    members += [f'      {json.dumps(key)}: {json.dumps(value)}' for key, value in tail.items()]
    return '    {\n' + ',\n'.join(members) + '\n    }'


def main():
    others = re.sub(ENTRY, '', MANIFEST.read_text(), flags=re.S)
    if not others.endswith('\n  ]\n}\n'):
        raise SystemExit(f'{MANIFEST}: expected it to end with its list of models')
    MANIFEST.write_text(others.removesuffix('\n  ]\n}\n') + ''.join(',\n' + entry_of(**about) for about in ABOUT) + '\n  ]\n}\n')


if __name__ == '__main__':
    main()
