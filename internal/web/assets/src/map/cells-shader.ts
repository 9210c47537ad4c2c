// The two programs that draw a cell. The distance to the rim follows from the
// place in the hexagon, so hairline, ring and their smooth edges need no
// shapes of their own. look is: step of the ramp (9 is a hole), light hatch,
// digit (15 is none).

export const vertexShader = `#version 300 es
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 within;
layout(location = 2) in uint cell;
uniform vec2 offset;
uniform vec2 scale;
uniform vec2 unit;
uniform float grow;
uniform highp usampler2D looks;
out vec2 at;
flat out uvec4 look;
void main() {
  look = texelFetch(looks, ivec2(int(cell) & 255, int(cell) >> 8), 0);
  at = within * grow;
  gl_Position = vec4(place * scale + offset + (grow - 1.0) * within * unit, 0.0, 1.0);
}
`;

export const fragmentShader = `#version 300 es
precision highp float;
in vec2 at;
flat in uvec4 look;
uniform float edge;
uniform float grow;
uniform float hairline;
uniform float ring;
uniform vec3 ringOuter[2];
uniform vec3 hatch;
uniform vec3 ramp[9];
uniform vec3 line;
uniform vec3 hole;
uniform vec3 holeLine;
uniform vec3 inkOn[2];
uniform float digitShown;
uniform sampler2D digits;
out vec4 colour;

float stripe(float halfWidth) {
  vec2 p = gl_FragCoord.xy - hatch.xy;
  float t = abs(mod(p.x + p.y, hatch.z) - hatch.z * 0.5) * 0.7071;
  return 1.0 - smoothstep(halfWidth - 0.5, halfWidth + 0.5, t);
}

void main() {
  bool isHole = look.x == 9u;
  bool deep = !isHole && look.x >= DEEP_FROMu;
  vec3 ink = deep ? inkOn[1] : inkOn[0];
  float weight = hatch.z / 9.0;
  vec3 fill = ramp[min(look.x, 8u)];
  if (isHole) fill = mix(hole, holeLine, stripe(weight));
  if (look.y == 1u) fill = mix(fill, deep ? vec3(1.0) : ink, 0.24 * stripe(weight * 0.8));

  if (look.z != 15u && digitShown > 0.0) {
    vec2 box = vec2(at.x, -at.y) + 0.5;
    if (all(greaterThan(box, vec2(0.0))) && all(lessThan(box, vec2(1.0)))) {
      float mask = texture(digits, vec2((float(look.z) + box.x) / 16.0, box.y)).a;
      fill = mix(fill, ink, mask * digitShown);
    }
  }

  vec2 a = abs(at);
  float rim = edge * (0.8660254 * grow - max(a.x, 0.5 * a.x + 0.8660254 * a.y));
  if (ring > 0.0) {
    fill = mix(ringOuter[0], fill, smoothstep(hairline + ring - 0.5, hairline + ring + 0.5, rim));
    fill = mix(ringOuter[1], fill, smoothstep(hairline - 0.5, hairline + 0.5, rim));
    float edgeFade = smoothstep(-0.2, 0.8, rim);
    colour = vec4(fill * edgeFade, edgeFade);
  } else {
    fill = mix(line, fill, smoothstep(hairline - 0.5, hairline + 0.5, rim));
    colour = vec4(fill, 1.0);
  }
}
`;
