/**
 * The language runtimes in each CodeBuild image, newest version first.
 *
 * Source: `runtimes.yml` of each image in github.com/aws/aws-codebuild-docker-images, commit 1590e48 (2026-04-09).
 */
export const CODEBUILD_RUNTIMES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'aws/codebuild/standard:7.0': {
    java: ['corretto25', 'corretto21', 'corretto17', 'corretto11', 'corretto8'],
    golang: ['1.26', '1.25', '1.24', '1.23', '1.22', '1.21', '1.20'],
    python: ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9'],
    php: ['8.5', '8.4', '8.3', '8.2'],
    ruby: ['4.0', '3.4', '3.3', '3.2', '3.1'],
    nodejs: ['24', '22', '20', '18'],
    dotnet: ['10.0', '8.0', '6.0'],
  },
  'aws/codebuild/standard:8.0': {
    java: ['corretto25', 'corretto21', 'corretto17', 'corretto11', 'corretto8'],
    golang: ['1.26', '1.25', '1.24'],
    rust: ['1.93'],
    python: ['3.14', '3.13', '3.12', '3.11', '3.10'],
    php: ['8.5', '8.4', '8.3', '8.2'],
    ruby: ['4.0', '3.4', '3.3'],
    nodejs: ['24', '22'],
    dotnet: ['10.0', '8.0'],
  },
  'aws/codebuild/amazonlinux-x86_64-standard:5.0': {
    java: ['corretto25', 'corretto21', 'corretto17', 'corretto11', 'corretto8'],
    golang: ['1.26', '1.25', '1.24', '1.23', '1.22', '1.21', '1.20'],
    python: ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9'],
    php: ['8.5', '8.4', '8.3', '8.2'],
    ruby: ['4.0', '3.4', '3.3', '3.2', '3.1'],
    nodejs: ['24', '22', '20', '18'],
    dotnet: ['10.0', '8.0', '6.0'],
  },
  'aws/codebuild/amazonlinux-x86_64-standard:6.0': {
    java: ['corretto25', 'corretto21', 'corretto17', 'corretto11', 'corretto8'],
    golang: ['1.26', '1.25', '1.24'],
    rust: ['1.93'],
    python: ['3.14', '3.13', '3.12', '3.11', '3.10'],
    php: ['8.5', '8.4', '8.3', '8.2'],
    ruby: ['4.0', '3.4', '3.3'],
    nodejs: ['24', '22'],
    dotnet: ['10.0', '8.0'],
  },
  'aws/codebuild/amazonlinux-aarch64-standard:3.0': {
    java: ['corretto25', 'corretto21', 'corretto17', 'corretto11', 'corretto8'],
    golang: ['1.26', '1.25', '1.24', '1.23', '1.22', '1.21', '1.20'],
    rust: ['1.94'],
    python: ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9'],
    php: ['8.5', '8.4', '8.3', '8.2', '8.1'],
    ruby: ['4.0', '3.4', '3.3', '3.2', '3.1'],
    nodejs: ['24', '22', '20', '18'],
    docker: ['23'],
    dotnet: ['10.0', '8.0', '6.0'],
  },
  'aws/codebuild/amazonlinux-aarch64-standard:4.0': {
    java: ['corretto25', 'corretto21', 'corretto17', 'corretto11', 'corretto8'],
    golang: ['1.26', '1.25', '1.24'],
    rust: ['1.94'],
    python: ['3.14', '3.13', '3.12', '3.11', '3.10'],
    php: ['8.5', '8.4', '8.3', '8.2'],
    ruby: ['4.0', '3.4', '3.3'],
    nodejs: ['24', '22'],
    docker: ['23'],
    dotnet: ['10.0', '8.0'],
  },
};
